import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCallerIdentity, readErrorCode } from './caller-identity.ts'

const arn = 'arn:aws:sts::111122223333:assumed-role/app/i-0abc'
const result = `<Arn>${arn}</Arn><UserId>AROAABCDEFGHIJKLMNOPQ:i-0abc</UserId><Account>111122223333</Account>`
const answer = (inner = `<GetCallerIdentityResult>${result}</GetCallerIdentityResult>`) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  ${inner}\n  <ResponseMetadata><RequestId>7a</RequestId></ResponseMetadata>\n</GetCallerIdentityResponse>\n`

describe('an answer of STS', () => {
  test('is read with and without an XML declaration', () => {
    expect(readCallerIdentity(answer())?.arn.text).toBe(arn)
    expect(readCallerIdentity(`<?xml version="1.0" encoding="UTF-8"?>\n${answer()}`)?.userId).toBe('AROAABCDEFGHIJKLMNOPQ:i-0abc')
  })

  test.each([
    ['a comment', answer(`<!-- x --><GetCallerIdentityResult>${result}</GetCallerIdentityResult>`)],
    ['CDATA', answer().replace(arn, `<![CDATA[${arn}]]>`)],
    ['a numeric reference', answer().replace('arn:', '&#97;rn:')],
    ['a processing instruction', `<?x y?>${answer()}`],
    ['a prefix', answer().replaceAll('Arn>', 'a:Arn>')],
    ['an attribute', answer().replace('<Arn>', '<Arn x="y">')],
    ['a namespace inside', answer().replace('<Arn>', '<Arn xmlns="https://other.test/">')],
    ['an element inside the ARN', answer().replace(arn, `${arn}<b/>`)],
    ['text between elements', answer().replace('<UserId>', 'x<UserId>')],
    ['a stranger beside the result', answer().replace('<ResponseMetadata>', '<Other/><ResponseMetadata>')],
    ['a further value', answer().replace('</Account>', '</Account><Role>admin</Role>')],
    ['a session that is not that of the ARN', answer().replace('PQ:i-0abc', 'PQ:i-other')],
    ['a user id of a user', answer().replace('AROA', 'AIDA')],
    ['something after the end', `${answer()}<x/>`],
    ['nothing', ''],
  ])('with %s is not believed', (_, xml) => {
    expect(readCallerIdentity(xml)).toBeUndefined()
  })

  test('any single change is either refused or leaves the three values as they were', () => {
    const genuine = answer()
    const original = readCallerIdentity(genuine)
    fc.assert(
      fc.property(fc.nat(genuine.length - 1), fc.string({ maxLength: 4 }), fc.nat(6), (at, inserted, removed) => {
        const read = readCallerIdentity(genuine.slice(0, at) + inserted + genuine.slice(at + removed))
        if (!read) return
        expect(read.account).toBe(read.arn.account)
        expect([read.arn.kind, read.arn.segments.length]).toEqual([original?.arn.kind, 2])
        expect(read.userId.endsWith(`:${read.arn.segments[1]}`)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  test('random markup never throws', () => {
    const piece = fc.constantFrom('<a>', '</a>', '<a/>', '&lt;', '&', '<', '>', 'x', ' ', '<!', '<?', ']]>', '<Arn>', '</Arn>')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(readCallerIdentity(pieces.join(''))).toBeUndefined()
        expect(readErrorCode(pieces.join(''))).toBeUndefined()
      }),
      { numRuns: 3000 },
    )
  })

  test('a deep or wide document is refused quickly', () => {
    expect(readCallerIdentity('<a>'.repeat(20_000))).toBeUndefined()
    expect(readCallerIdentity(`<a>${'<b/>'.repeat(15_000)}</a>`)).toBeUndefined()
  })

  test('the code of an error is read, and nothing else of it', () => {
    const error =
      '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>'
    expect(readErrorCode(error)).toBe('ExpiredToken')
    expect(readErrorCode(error.replace('ExpiredToken', 'a b'))).toBeUndefined()
  })
})
