import type { Sequence, SequenceStep } from './sequence.ts'

/** What a drawing is made of; how it looks is for whoever draws it. Lengths are pixels. */
export type Shape =
  | { kind: 'box'; look: 'participant' | 'note' | 'paper'; x: number; y: number; width: number; height: number }
  | { kind: 'line'; look: 'life' | 'arrow'; x1: number; y1: number; x2: number; y2: number }
  | { kind: 'tip'; points: string }
  | { kind: 'dot'; x: number; y: number }
  | { kind: 'text'; look: 'participant' | 'label' | 'number'; x: number; y: number; text: string }

export interface Drawing {
  width: number
  height: number
  shapes: readonly Shape[]
}

export const fontSizes = { participant: 13, label: 13, number: 11 } as const

const lineHeight = 18
const headHeight = 34
const edge = 8
// Of sans serif letters at 13 pixels, on the wide side.
const letterWidth = 7

/** A sequence diagram as wide as it is told to be: labels stand above their arrows and are broken into lines. */
export function drawSequence({ participants, steps }: Sequence, width: number): Drawing {
  const column = width / participants.length
  const centre = (name: string) => column * (participants.indexOf(name) + 0.5)
  const rows: Shape[] = []
  let y = headHeight + 14
  for (const [place, step] of steps.entries()) {
    const row = drawStep(step, place + 1, { y, width, column, centre })
    rows.push(...row.shapes)
    y = row.bottom
  }
  const height = y + 6
  const lives = participants.map((name): Shape => {
    const x = centre(name)
    return { kind: 'line', look: 'life', x1: x, y1: headHeight, x2: x, y2: height }
  })
  return { width, height, shapes: [...lives, ...participants.flatMap((name) => head(name, centre(name), column)), ...rows] }
}

function head(name: string, x: number, column: number): Shape[] {
  const width = Math.min(column - 6, 150)
  return [
    { kind: 'box', look: 'participant', x: x - width / 2, y: 1, width, height: headHeight - 2 },
    { kind: 'text', look: 'participant', x, y: headHeight / 2 + 4, text: name },
  ]
}

interface Place {
  y: number
  width: number
  column: number
  centre: (name: string) => number
}

function drawStep({ from, to, label }: SequenceStep, number: number, place: Place): { shapes: Shape[]; bottom: number } {
  return to === undefined ? drawNote(label, number, place.centre(from), place) : drawArrow(label, number, [from, to], place)
}

function drawArrow(label: string, number: number, [from, to]: [string, string], { y, width, column, centre }: Place) {
  const [x1, x2] = [centre(from), centre(to)]
  const towards = Math.sign(x2 - x1)
  const lines = broken(label, Math.min(Math.max(Math.abs(x2 - x1) + column * 0.7, 320), width) - 2 * edge)
  const arrowY = y + lines.length * lineHeight + 11
  const middle = within((x1 + x2) / 2, lines, width)
  const shapes: Shape[] = [
    paper(middle, y, lines),
    ...lines.map((text, line): Shape => ({ kind: 'text', look: 'label', x: middle, y: y + line * lineHeight + 13, text })),
    { kind: 'line', look: 'arrow', x1, y1: arrowY, x2: x2 - towards * 7, y2: arrowY },
    { kind: 'tip', points: `${x2},${arrowY} ${x2 - towards * 9},${arrowY - 5} ${x2 - towards * 9},${arrowY + 5}` },
    ...numbered(number, x1, arrowY),
  ]
  return { shapes, bottom: arrowY + 18 }
}

function drawNote(label: string, number: number, x: number, { y, width, column }: Place) {
  const lines = broken(label, Math.min(Math.max(column * 1.5, 250), width) - 4 * edge)
  const boxWidth = textWidth(lines) + 4 * edge
  const left = Math.min(Math.max(x - boxWidth / 2, 10), width - boxWidth - 1)
  const height = lines.length * lineHeight + 10
  const shapes: Shape[] = [
    { kind: 'box', look: 'note', x: left, y, width: boxWidth, height },
    ...lines.map((text, line): Shape => ({ kind: 'text', look: 'label', x: left + boxWidth / 2 + 4, y: y + line * lineHeight + 18, text })),
    ...numbered(number, left, y + height / 2),
  ]
  return { shapes, bottom: y + height + 16 }
}

const numbered = (number: number, x: number, y: number): Shape[] => [
  { kind: 'dot', x, y },
  { kind: 'text', look: 'number', x, y: y + 4, text: String(number) },
]

// Lifelines must not run through letters.
function paper(middle: number, y: number, lines: readonly string[]): Shape {
  const width = textWidth(lines) + 6
  return { kind: 'box', look: 'paper', x: middle - width / 2, y, width, height: lines.length * lineHeight }
}

const textWidth = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length)) * letterWidth

/** The middle nearest to the wanted one with which a text does not leave the drawing. */
function within(middle: number, lines: readonly string[], width: number): number {
  const half = textWidth(lines) / 2 + 4
  return Math.max(half, Math.min(middle, width - half))
}

function broken(text: string, width: number): string[] {
  const most = Math.max(12, Math.floor(width / letterWidth))
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
