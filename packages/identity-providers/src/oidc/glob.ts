/** What divides the parts of subjects and references: a wildcard never reaches across one of them. */
const divider = /[:/]/

/**
 * Whether a text fits a pattern in which `*` stands for any number of characters, at least one, but never for `:` or `/`. Everything else
 * stands for itself, in its own case. Costs no more than reading both texts a few times.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const [wanted, given] = [partsOf(pattern), partsOf(text)]
  return wanted.length === given.length && wanted.every((part, index) => matchesPart(part, given[index] ?? ''))
}

/** A text with its dividers, each a part of its own: `a:b` → `a`, `:`, `b`. */
export const partsOf = (text: string): string[] => text.split(/([:/])/)

export const isDivider = (part: string): boolean => part.length === 1 && divider.test(part)

function matchesPart(pattern: string, text: string): boolean {
  const pieces = pattern.split('*')
  const [first = '', ...others] = pieces
  if (others.length === 0) return pattern === text
  const last = others.pop() ?? ''
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  // What stands between two wildcards is found where it comes first, a character for each of them: later places leave less for the rest.
  let place = first.length
  for (const piece of others) {
    const found = text.indexOf(piece, place + 1)
    if (found < 0) return false
    place = found + piece.length
  }
  return place < text.length - last.length
}
