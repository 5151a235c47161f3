import { describe, expect, it } from 'vitest'
import { blocksOf, headingsOf, linksOf, plainText } from './markdown.ts'
import { readSequence } from './read-sequence.ts'
import { drawSequence } from './sequence-shapes.ts'

describe('the text of a page', () => {
  it('gives headings the anchors that GitHub gives them', () => {
    const blocks = blocksOf('# With the *command* line\n\n## `claim_mismatch`\n\n## What’s “new”, in 2026?\n\n## Twice\n\n## Twice\n')
    expect(headingsOf(blocks).map(({ anchor }) => anchor)).toEqual([
      'with-the-command-line',
      'claim_mismatch',
      'whats-new-in-2026',
      'twice',
      'twice-1',
    ])
  })

  it('is read as people read it', () => {
    const [block] = blocksOf('A `x < y && "z"` of **[a link](b.md)** & more')
    expect(plainText(block && 'tokens' in block ? block.tokens : [])).toBe('A x < y && "z" of a link & more')
  })

  it('shows its links wherever they stand', () => {
    const blocks = blocksOf('* one [a](a.md)\n  * two **[b](b.md)**\n\n| head |\n|---|\n| [c](c.md) |\n\n> ![d](diagrams/d.svg)\n')
    expect(linksOf(blocks).map(({ href }) => href)).toEqual(['a.md', 'b.md', 'c.md', 'diagrams/d.svg'])
  })
})

describe('a diagram', () => {
  const list = (text: string) => blocksOf(text)[0]
  const steps = '1. **Pod → Cluster**: asks for a token. Every hour.\n2. **Cluster**: signs `sub`\n3. **Cluster → Pod**: answers.\n'

  it('is drawn from the numbered list below it', () => {
    expect(readSequence('Tokens', list(steps))).toEqual({
      title: 'Tokens',
      participants: ['Pod', 'Cluster'],
      steps: [
        { from: 'Pod', to: 'Cluster', label: 'asks for a token' },
        { from: 'Cluster', label: 'signs sub' },
        { from: 'Cluster', to: 'Pod', label: 'answers' },
      ],
    })
  })

  it.each(['Just words.\n', '* **Pod → Cluster**: no numbers\n', '1. nobody to nobody\n'])(
    'is refused where its words are missing: %s',
    (text) => {
      expect(() => readSequence('Tokens', list(text))).toThrow('“Tokens”')
    },
  )

  it.each([310, 720])('stays within %d pixels, and has every word of its steps', (width) => {
    const long =
      '1. **Workload → Microsoft Entra**: asks for a token of its managed identity, by a way that only the machine itself knows of.\n2. **Bonafide**: compares\n3. **Microsoft Entra → Bonafide**: answers.\n'
    const { shapes, height } = drawSequence(readSequence('Long', list(long)), width)
    for (const shape of shapes) {
      if (shape.kind !== 'box') continue
      expect(shape.x).toBeGreaterThanOrEqual(0)
      expect(shape.x + shape.width).toBeLessThanOrEqual(width)
      expect(shape.y + shape.height).toBeLessThanOrEqual(height)
    }
    const words = shapes
      .filter((shape) => shape.kind === 'text' && shape.look === 'label')
      .map((shape) => ('text' in shape ? shape.text : ''))
    expect(words.join(' ')).toContain('asks for a token of its managed identity, by a way that only the machine itself knows of')
  })
})
