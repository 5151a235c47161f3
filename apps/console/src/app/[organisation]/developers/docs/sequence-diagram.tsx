'use client'

import { inSentences, type Sequence } from '../../../../documentation/sequence.ts'
import { drawSequence, fontSizes, type Shape } from '../../../../documentation/sequence-shapes.ts'

const widths = { wide: 720, narrow: 310 }

/**
 * A sequence diagram, drawn for wide and for narrow places; the numbered list below it says the same in words. Drawn where the browser could
 * draw it too: parts of an SVG that a server component sends late would arrive under a style attribute, which the policy of pages refuses.
 */
export const SequenceDiagram = ({ sequence, name }: { sequence: Sequence; name: string }) => (
  <figure className="rounded-lg border border-line bg-canvas p-2 sm:p-4">
    <div className="hidden sm:block">
      <Picture sequence={sequence} width={widths.wide} id={`${name}-wide`} />
    </div>
    <div className="sm:hidden">
      <Picture sequence={sequence} width={widths.narrow} id={`${name}-narrow`} />
    </div>
  </figure>
)

function Picture({ sequence, width, id }: { sequence: Sequence; width: number; id: string }) {
  const { height, shapes } = drawSequence(sequence, width)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={`${id}-title`} aria-describedby={`${id}-steps`} className="w-full">
      <title id={`${id}-title`}>{sequence.title}</title>
      <desc id={`${id}-steps`}>{inSentences(sequence)}</desc>
      {shapes.map((shape, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a drawing never changes
        <Drawn key={place} shape={shape} />
      ))}
    </svg>
  )
}

const looks = {
  participant: 'fill-accent-soft stroke-accent',
  note: 'fill-surface stroke-control',
  paper: 'fill-canvas',
  life: 'stroke-control',
  arrow: 'stroke-accent',
}
const letters = { participant: 'fill-text font-semibold', label: 'fill-text', number: 'fill-on-accent' }

function Drawn({ shape }: { shape: Shape }) {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, look } = shape
      return <rect x={x} y={y} width={width} height={height} rx={6} className={looks[look]} />
    }
    case 'line': {
      const { look, kind: _, ...ends } = shape
      return (
        <line
          {...ends}
          strokeWidth={look === 'arrow' ? 1.5 : 1}
          strokeDasharray={look === 'life' ? '4 4' : undefined}
          className={looks[look]}
        />
      )
    }
    case 'tip':
      return <polygon points={shape.points} className="fill-accent" />
    case 'dot':
      return <circle cx={shape.x} cy={shape.y} r={9} className="fill-accent" />
    case 'text':
      return (
        <text x={shape.x} y={shape.y} fontSize={fontSizes[shape.look]} textAnchor="middle" className={letters[shape.look]}>
          {shape.text}
        </text>
      )
  }
}
