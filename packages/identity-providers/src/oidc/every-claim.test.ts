import { completeTrace, firstFailure } from '@bonafide/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { audience, issuerUrl, subject, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, trusting, verify } = oidc

const value = fc.stringMatching(/^[a-z0-9]{1,8}$/)
const operator = fc.constantFrom('=', 'in', 'like', 'has', 'exists')

/** A claim, the rule it satisfies, and what it is changed to so that it does not. */
interface Ruled {
  rule: string
  claim: unknown
  changed: unknown
}

const ruled = (name: string): fc.Arbitrary<Ruled> =>
  fc.tuple(operator, value, value).map(([kind, one, other]): Ruled => {
    if (kind === 'exists') return { rule: `${name} exists`, claim: one, changed: undefined }
    if (kind === 'has') return { rule: `${name} has ${one}`, claim: [other, one], changed: [`${one}x`, other === one ? 'y' : other] }
    if (kind === 'in') return { rule: `${name} in ${one}, ${other}`, claim: other, changed: `${one}, ${other}` }
    if (kind === 'like') return { rule: `${name} like ${one}/*`, claim: `${one}/${other}`, changed: `${one}/${other}/x` }
    return { rule: `${name} = ${one}`, claim: one, changed: `${one}x` }
  })

const policy = fc
  .integer({ min: 1, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => ruled(`claim${index}`))))

const names = (rules: readonly Ruled[]) => rules.map((_, index) => `claim${index}`)

test('a token that satisfies everything is accepted; one claim changed, exactly its step fails first and names it', async () => {
  const failureOf = async (claims: Record<string, unknown>, known: ReturnType<typeof trusting>) => {
    const { judgements, principal } = await verify(issue({ claims }), [known])
    return { failure: firstFailure(completeTrace(judgements[0]?.steps ?? [])), principal }
  }
  await fc.assert(
    fc.asyncProperty(policy, async (rules) => {
      const known = trusting({ claims: rules.map(({ rule }) => rule) })
      const good = Object.fromEntries(names(rules).map((name, index) => [name, rules[index]?.claim]))
      expect((await failureOf(good, known)).failure).toBeUndefined()

      const changes: [Record<string, unknown>, string, string, string | undefined][] = [
        [{ exp: 1 }, 'fresh', 'token_expired', undefined],
        [{ iss: `${issuerUrl}/` }, 'endpoint_allowed', 'issuer_not_allowed', issuerUrl],
        [{ aud: 'other' }, 'audience', 'audience_mismatch', audience],
        [{ sub: `${subject}2` }, 'trust', 'subject_not_trusted', `sub is ${subject}`],
        ...rules.map(({ rule, changed }, index): [Record<string, unknown>, string, string, string] => [
          { [`claim${index}`]: changed },
          'trust',
          'claim_mismatch',
          rule,
        ]),
      ]
      for (const [change, step, code, expected] of changes) {
        const { failure, principal } = await failureOf({ ...good, ...change }, known)
        expect({ change, step: failure?.name, code: failure?.code, expected: failure?.expected }).toEqual({ change, step, code, expected })
        expect(failure?.detail ?? '').not.toContain('Also not so')
        expect(principal === null).toBe(step === 'fresh' || step === 'endpoint_allowed')
      }
    }),
    { numRuns: 40 },
  )
})

test('no claims whatever make it throw, and nobody is let in by accident', async () => {
  const claims = fc.dictionary(
    fc.oneof(fc.constantFrom('sub', 'aud', 'iss', 'exp', 'nbf', 'iat', 'jti', '__proto__', 'a'), fc.string()),
    fc.oneof(fc.jsonValue(), fc.constantFrom(subject, audience, issuerUrl)),
    { maxKeys: 8 },
  )
  const known = trusting({ claims: ['a = only this'] })
  await fc.assert(
    fc.asyncProperty(claims, async (given) => {
      const { judgements } = await verify(issue({ claims: given }), [known])
      expect(firstFailure(judgements[0]?.steps ?? [])).toBeDefined()
      expect(JSON.stringify(judgements)).not.toMatch(/\\ud[89a-f]|\\u0000/)
    }),
    { numRuns: 300 },
  )
})

test('no texts for the parts of a token make it throw', async () => {
  const part = fc.oneof(
    fc.base64String(),
    fc.string().map((text) => Buffer.from(text).toString('base64url')),
    fc.jsonValue().map((json) => Buffer.from(JSON.stringify(json)).toString('base64url')),
  )
  const known = trusting()
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
      expect((await verify(parts.join('.'), [known])).principal).toBeNull()
    }),
    { numRuns: 300 },
  )
  expect(oidc.world.calls).toEqual([])
})
