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
  return { expected: joined(left, common.left), received: joined(right, common.right) }
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
