interface SparklineBar {
  value: number
  /** The part of `value` that deserves a look; drawn on top in the colour of danger. */
  flagged?: number
}

interface SparklineProps {
  /** Says in words what the bars show: "12 this week, 3 of them failed". */
  label: string
  bars: readonly SparklineBar[]
  className?: string
}

const barWidth = 10
const height = 24

/** The shape of a few numbers at a glance; the label carries what it means. */
export function Sparkline({ label, bars, className = 'h-6 w-20' }: SparklineProps) {
  const highest = Math.max(1, ...bars.map(({ value }) => value))
  const heightOf = (value: number) => (value === 0 ? 0 : Math.max(2, (value / highest) * height))
  const places = bars.map((bar, index) => ({ ...bar, x: index * barWidth + 1 }))
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bars.length * barWidth} ${height + 1}`}
      preserveAspectRatio="none"
      className={`inline-block ${className}`}
    >
      <rect x={0} y={height} width={bars.length * barWidth} height={1} className="fill-line" />
      {places.map(({ value, flagged = 0, x }) => (
        <g key={x}>
          <rect x={x} y={height - heightOf(value)} width={barWidth - 2} height={heightOf(value)} className="fill-success" />
          <rect x={x} y={height - heightOf(value)} width={barWidth - 2} height={heightOf(flagged)} className="fill-danger" />
        </g>
      ))}
    </svg>
  )
}
