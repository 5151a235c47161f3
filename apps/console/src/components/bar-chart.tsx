'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { useClock } from './clock.tsx'

type SeriesTone = 'success' | 'danger'

export interface ChartSeries {
  label: string
  tone: SeriesTone
}

export interface ChartBar {
  id: string
  /** Which part of the axis it stands for, in full: "Tuesday, 14:00 to 15:00". */
  label: string
  /** One number for each series. */
  values: readonly number[]
}

interface BarChartProps {
  /** Names the chart. */
  label: string
  series: readonly ChartSeries[]
  bars: readonly ChartBar[]
  /** Words under the axis, from its beginning to its end. */
  ticks: readonly string[]
  /** One bar was chosen, or all from one to another; both are indexes. */
  onChoose: (first: number, last: number) => void
}

const fills: Record<SeriesTone, string> = { success: 'fill-success', danger: 'fill-danger' }
const height = 100

/**
 * Stacked bars. Each is a button: click or Enter chooses it, dragging or Shift with the arrow keys chooses several. One Tab stop; the arrow
 * keys, Home and End move.
 */
export function BarChart({ label, series, bars, ticks, onChoose }: BarChartProps) {
  const { locale } = useClock()
  const [current, setCurrent] = useState(bars.length - 1)
  const [brush, setBrush] = useState<{ from: number; to: number; dragging: boolean } | null>(null)
  const buttons = useRef<(HTMLButtonElement | null)[]>([])
  const highest = Math.max(1, ...bars.map(({ values }) => sum(values)))
  const reachable = Math.min(current, bars.length - 1)
  const [first, last] = brush ? [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)] : [-1, -2]

  const choose = () => {
    const [from, to] = brush ? [first, last] : [reachable, reachable]
    setBrush(null)
    onChoose(from, to)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLFieldSetElement>) => {
    const target = { ArrowLeft: reachable - 1, ArrowRight: reachable + 1, Home: 0, End: bars.length - 1 }[event.key]
    if (event.key === 'Escape') setBrush(null)
    if (target === undefined) return
    event.preventDefault()
    const next = Math.min(Math.max(target, 0), bars.length - 1)
    setBrush(event.shiftKey ? { from: brush?.from ?? reachable, to: next, dragging: false } : null)
    setCurrent(next)
    buttons.current[next]?.focus()
  }
  const wordsOf = ({ label: part, values }: ChartBar) =>
    `${part}: ${series.map((one, index) => `${(values[index] ?? 0).toLocaleString(locale)} ${one.label}`).join(', ')}`

  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">
        {series.map((one) => (
          <span key={one.label} className="flex items-center gap-1.5">
            <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
              <rect width={10} height={10} rx={2} className={fills[one.tone]} />
            </svg>
            {one.label}
          </span>
        ))}
        <span className="ml-auto">at most {highest.toLocaleString(locale)}</span>
      </div>
      <fieldset aria-label={label} className="min-w-0" onKeyDown={onKeyDown}>
        {/* A fieldset has a box of its own around its content, which takes no part in its height. */}
        <div className="flex h-40 touch-pan-y border-b border-line select-none">
          {bars.map((bar, index) => (
            <button
              key={bar.id}
              ref={(element) => {
                buttons.current[index] = element
              }}
              type="button"
              tabIndex={index === reachable ? 0 : -1}
              aria-label={wordsOf(bar)}
              title={wordsOf(bar)}
              className={`relative min-w-0 flex-1 focus-visible:-outline-offset-2 ${index >= first && index <= last ? 'bg-accent-soft' : 'hover:bg-hover'}`}
              onFocus={() => setCurrent(index)}
              onPointerDown={(event) => {
                if (event.button === 0) setBrush({ from: index, to: index, dragging: true })
              }}
              onPointerEnter={() => brush?.dragging && setBrush({ ...brush, to: index })}
              onPointerUp={() => brush?.dragging && brush.from !== index && choose()}
              onPointerCancel={() => setBrush(null)}
              onClick={choose}
            >
              <StackedBar values={bar.values} series={series} highest={highest} />
            </button>
          ))}
        </div>
      </fieldset>
      <div aria-hidden className="flex justify-between text-xs text-muted">
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </div>
    </div>
  )
}

function StackedBar({ values, series, highest }: { values: readonly number[]; series: readonly ChartSeries[]; highest: number }) {
  let top = height
  return (
    <svg
      aria-hidden
      viewBox={`0 0 10 ${height}`}
      preserveAspectRatio="none"
      className="pointer-events-none absolute inset-y-0 left-[10%] h-full w-4/5"
    >
      {series.map((one, index) => {
        const value = values[index] ?? 0
        const size = value === 0 ? 0 : Math.max(1.5, (value / highest) * height)
        top -= size
        return <rect key={one.label} x={0} y={top} width={10} height={size} className={fills[one.tone]} />
      })}
    </svg>
  )
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
