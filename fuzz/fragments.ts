import fc from 'fast-check'

/** JSON of any kind, with the names and values that parsers stumble over. */
export const awkwardJson = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(
    fc.oneof(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'iss', 'sub', 'aud', 'exp', 'alg', 'kid', 'crit', 'b64', 'jwk'),
      fc.string(),
    ),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), awkwardText()),
    { maxKeys: 8 },
  ),
)

/** Texts that look like others, hide, turn the writing round or end early. */
export function awkwardText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '',
      '\u0000',
      '\ud800',
      '\u202e',
      '\u200b',
      'ﬃ',
      'K',
      '*',
      '**',
      '%2e%2e/',
      '../',
      'a\nb',
      '"',
      "'",
      '-1',
      '1e309',
      'null',
    ),
  )
}

/** A text with a few places changed: characters dropped, doubled, exchanged or put in. */
export const mutated = (text: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.nat(Math.max(1, text.length)),
        fc.constantFrom('drop', 'double', 'insert', 'swap'),
        fc.oneof(fc.string({ maxLength: 2 }), awkwardText()),
      ),
      {
        minLength: 0,
        maxLength: 3,
      },
    )
    .map((changes) =>
      changes.reduce((current, [place, kind, piece]) => {
        const at = Math.min(place, current.length)
        if (kind === 'drop') return current.slice(0, at) + current.slice(at + 1)
        if (kind === 'double') return current.slice(0, at) + current.slice(at, at + 1) + current.slice(at)
        if (kind === 'swap') return current.slice(0, at) + piece + current.slice(at + piece.length)
        return current.slice(0, at) + piece + current.slice(at)
      }, text),
    )
