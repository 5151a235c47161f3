import { expect, test } from 'vitest'
import { spiffe } from './spiffe.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const answers = { issuer: 'https://oidc.example.org', trustDomain: 'example.org', path: '/ns/shop/sa/checkout' }

/** A JWT-SVID of a server with a jwt_issuer: no id, and no typ to rely on. */
const token = {
  iat: times.iat,
  exp: times.exp,
  iss: 'https://oidc.example.org',
  aud: [audience],
  sub: 'spiffe://example.org/ns/shop/sa/checkout',
}

const outcome = (changes: object, algorithm?: string, type?: string) =>
  outcomeFor(compiled(spiffe, answers), { ...token, ...changes }, algorithm, type)

test.each([
  ['RS256', 'JWT'],
  ['ES256', 'JOSE'],
  ['ES384', 'JWT'],
])('accepts the workload with %s and typ %s', (algorithm, type) => {
  expect(outcome({}, algorithm, type)).toBe('accepted')
})

test.each([
  ['JWT-62 another trust domain', 'spiffe://other.org/ns/shop/sa/checkout'],
  ['JWT-62 a trust domain that begins alike', 'spiffe://example.org.evil/ns/shop/sa/checkout'],
  ['JWT-62 capital letters', 'SPIFFE://example.org/ns/shop/sa/checkout'],
  ['JWT-62 encoded characters', 'spiffe://example.org/ns%2Fshop/sa/checkout'],
  ['JWT-62 a slash at its end', 'spiffe://example.org/ns/shop/sa/checkout/'],
  ['JWT-62 a query', 'spiffe://example.org/ns/shop/sa/checkout?x=1'],
  ['another namespace', 'spiffe://example.org/ns/other/sa/checkout'],
  ['a path below it', 'spiffe://example.org/ns/shop/sa/checkout/admin'],
  ['the trust domain alone', 'spiffe://example.org'],
])('%s is refused', (_, sub) => {
  // What is no SPIFFE ID at all may be refused before anybody asks whom we trust.
  expect(outcome({ sub })).toMatch(/^(subject_not_trusted|signature_invalid)$/)
})

test('a token without an issuer, and one for somebody else, are refused', () => {
  expect(outcome({ iss: undefined })).toBe('issuer_not_allowed')
  expect(outcome({ aud: ['spire-server'] })).toBe('audience_mismatch')
})

test.each([
  [{ trustDomain: 'spiffe://example.org' }, 'trustDomain'],
  [{ trustDomain: 'Example.org' }, 'trustDomain'],
  [{ trustDomain: 'example.org/ns' }, 'trustDomain'],
  [{ path: 'ns/shop' }, 'path'],
  [{ path: '/ns/../shop' }, 'path'],
  [{ path: '/ns/./shop' }, 'path'],
  [{ path: '/ns//shop' }, 'path'],
  [{ path: '/ns/shop/' }, 'path'],
  [{ path: '/ns/%2e/shop' }, 'path'],
  [{ path: '/ns/*/checkout' }, 'path'],
  [{ path: '/' }, 'path'],
])('JWT-62 %j makes no SPIFFE ID', (wrong, field) => {
  expect(spiffe.compile({ ...answers, ...wrong }, { audience }).problems).toMatchObject([{ field }])
})
