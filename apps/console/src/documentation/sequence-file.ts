import { inSentences, type Sequence } from './sequence.ts'
import { drawSequence, fontSizes, type Shape } from './sequence-shapes.ts'

const width = 760
const margin = 16

// A file has no theme but the reader's; its own paper keeps it readable on any page.
const style = `
  .sheet, .paper { fill: #ffffff } .participant { fill: #eef2ff; stroke: #4f46e5 } .note { fill: #fafafa; stroke: #71717a }
  .life { stroke: #a1a1aa; stroke-dasharray: 4 4 } .arrow { stroke: #4f46e5; stroke-width: 1.5 } .tip, .dot { fill: #4f46e5 }
  text { font-family: system-ui, sans-serif; fill: #09090b; text-anchor: middle } .number { fill: #ffffff }
  text.participant { font-weight: 600; stroke: none; fill: #09090b }
  @media (prefers-color-scheme: dark) {
    .sheet, .paper { fill: #09090b } .participant { fill: #1e1b4b; stroke: #818cf8 } .note { fill: #18181b; stroke: #a1a1aa }
    .life { stroke: #52525b } .arrow { stroke: #818cf8 } .tip, .dot { fill: #818cf8 }
    text, text.participant { fill: #fafafa } .number { fill: #09090b }
  }`

/** A sequence diagram as an SVG file, for those who read the pages elsewhere. */
export function sequenceFile(sequence: Sequence): string {
  const { height, shapes } = drawSequence(sequence, width)
  const outer = { width: width + 2 * margin, height: height + 2 * margin }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-margin} ${-margin} ${outer.width} ${outer.height}" width="${outer.width}" height="${outer.height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(sequence.title)}</title>
<desc id="description">${escaped(inSentences(sequence))}</desc>
<style>${style}
</style>
<rect class="sheet" x="${-margin}" y="${-margin}" width="${outer.width}" height="${outer.height}" rx="12"/>
${shapes.map(inXml).join('\n')}
</svg>
`
}

function inXml(shape: Shape): string {
  switch (shape.kind) {
    case 'box':
      return `<rect class="${shape.look}" x="${shape.x}" y="${shape.y}" width="${shape.width}" height="${shape.height}" rx="6"/>`
    case 'line':
      return `<line class="${shape.look}" x1="${shape.x1}" y1="${shape.y1}" x2="${shape.x2}" y2="${shape.y2}"/>`
    case 'tip':
      return `<polygon class="tip" points="${shape.points}"/>`
    case 'dot':
      return `<circle class="dot" cx="${shape.x}" cy="${shape.y}" r="9"/>`
    case 'text':
      return `<text class="${shape.look}" x="${shape.x}" y="${shape.y}" font-size="${fontSizes[shape.look]}">${escaped(shape.text)}</text>`
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
