export const shortestPassword = 12

export type Strength = 'too short' | 'weak' | 'fair' | 'strong'

/**
 * A rough guess of how hard a password is to guess: what it is drawn from, times how many characters say something new. Repetition, rows like
 * `abcd` or `1234`, and words that anybody could know of the person count almost nothing. It advises; only the length is demanded.
 */
export function strengthOf(password: string, knownWords: readonly string[] = []): Strength {
  if (password.length < shortestPassword) return 'too short'
  const bits = tellingCharacters(withoutWords(password, knownWords)) * Math.log2(alphabetOf(password))
  return bits < 45 ? 'weak' : bits < 65 ? 'fair' : 'strong'
}

const everybodysWords = ['password', 'passwort', 'bonafide', 'qwerty', 'qwertz', 'letmein', 'welcome', 'admin', 'secret', 'iloveyou']

function withoutWords(password: string, knownWords: readonly string[]): string {
  const words = [...everybodysWords, ...knownWords.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))]
  return words.filter((word) => word.length > 2).reduce((left, word) => left.replaceAll(word, ''), password.toLowerCase())
}

/** Characters that neither repeat the one before nor follow it in a row, and no more than twice each. */
function tellingCharacters(text: string): number {
  const seen = new Map<string, number>()
  let previous = 0
  let count = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const times = (seen.get(character) ?? 0) + 1
    seen.set(character, times)
    if (Math.abs(code - previous) > 1 && times <= 2) count++
    previous = code
  }
  return count
}

const alphabets: readonly [RegExp, number][] = [
  [/[a-z]/, 26],
  [/[A-Z]/, 26],
  [/[0-9]/, 10],
  [/[ -/:-@[-`{-~]/, 33],
  [/[^ -~]/, 100],
]

const alphabetOf = (password: string): number =>
  alphabets.reduce((size, [pattern, count]) => (pattern.test(password) ? size + count : size), 0)
