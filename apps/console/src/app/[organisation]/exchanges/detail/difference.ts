/** A piece of a text, and whether the other text lacks it. */
export interface Piece {
  text: string
  differs: boolean
}

const partsOf = (text: string): string[] => text.match(/[^:/,;\s]+|[:/,;\s]/g) ?? []

/** STS names a session where IAM names its role: the same principal in other words. */
const sameWords: Record<string, string> = { sts: 'iam', 'assumed-role': 'role' }
const wordOf = (part: string): string => (Object.hasOwn(sameWords, part) ? (sameWords[part] ?? part) : part)

const mostParts = 200

/** The entries of an expectation, each without spaces, and how many more there are; a sentence is one entry. */
function entriesOf(expected: string): { entries: string[]; more: string | undefined } {
  const [, list = expected, more] = /^(.*) and (\d+ more)$/s.exec(expected) ?? []
  const entries = list.split(', ')
  const isList = entries.length > 1 && entries.every((entry) => /^\S+$/.test(entry))
  return isList ? { entries, more } : { entries: [expected], more: undefined }
}

/** An expectation of one or several entries beside what came; what came is held against the entry it is most like. */
export function compared(expected: string, received: string): { expected: Piece[][]; received: Piece[] } {
  const { entries, more } = entriesOf(expected)
  const sides = entries.map((entry) => differences(entry, received))
  const nearest = sides.reduce((best, side) => (marksIn(side.received) < marksIn(best.received) ? side : best))
  const rest = more === undefined ? [] : [[{ text: `and ${more}`, differs: false }]]
  return { expected: [...sides.map((side) => side.expected), ...rest], received: nearest.received }
}

const marksIn = (pieces: readonly Piece[]): number => pieces.reduce((sum, { text, differs }) => sum + (differs ? text.length : 0), 0)

/** Which parts of two texts differ, by their longest common sequence of words; very long texts differ as a whole. */
export function differences(expected: string, received: string): { expected: Piece[]; received: Piece[] } {
  const [left, right] = [partsOf(expected), partsOf(received)]
  if (left.length > mostParts || right.length > mostParts) return { expected: whole(expected), received: whole(received) }
  const lengths = commonLengths(left.map(wordOf), right.map(wordOf))
  const common = { left: new Set<number>(), right: new Set<number>() }
  for (let [i, j] = [0, 0]; i < left.length && j < right.length; ) {
    if (wordOf(left[i] ?? '') === wordOf(right[j] ?? '')) {
      common.left.add(i++)
      common.right.add(j++)
    } else if ((lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) i++
    else j++
  }
  if (left.includes('role')) for (const index of sessionPlaces(right)) common.right.add(index)
  return { expected: joined(left, common.left), received: joined(right, common.right) }
}

/** A role means every session of it: the name of the session differs from nothing. */
function sessionPlaces(parts: readonly string[]): number[] {
  const session = parts.indexOf('assumed-role') + 3
  return session === 2 ? [] : parts.flatMap((_, index) => (index >= session ? [index] : []))
}

const whole = (text: string): Piece[] => [{ text, differs: true }]

/** `lengths[i][j]`: how much is common to what begins there. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0))
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const row = lengths[i]
      if (row) row[j] = left[i] === right[j] ? (lengths[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(lengths[i + 1]?.[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return lengths
}

function joined(parts: readonly string[], common: ReadonlySet<number>): Piece[] {
  const pieces: Piece[] = []
  for (const [index, text] of parts.entries()) {
    const differs = !common.has(index)
    const last = pieces.at(-1)
    if (last?.differs === differs) last.text += text
    else pieces.push({ text, differs })
  }
  return pieces
}
