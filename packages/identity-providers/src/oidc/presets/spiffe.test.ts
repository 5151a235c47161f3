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
  ['JWT-62 another trust domain', { sub: 'spiffe://other.org/ns/shop/sa/checkout' }, 'subject_not_trusted'],
  ['JWT-62 a trust domain that begins alike', { sub: 'spiffe://example.org.evil/ns/shop/sa/checkout' }, 'subject_not_trusted'],
  ['JWT-62 capital letters', { sub: 'SPIFFE://example.org/ns/shop/sa/checkout' }, 'subject_not_trusted'],
  ['JWT-62 encoded characters', { sub: 'spiffe://example.org/ns%2Fshop/sa/checkout' }, 'subject_not_trusted'],
  ['JWT-62 a slash at its end', { sub: 'spiffe://example.org/ns/shop/sa/checkout/' }, 'subject_not_trusted'],
  ['JWT-62 a query', { sub: 'spiffe://example.org/ns/shop/sa/checkout?x=1' }, 'subject_not_trusted'],
  ['another namespace', { sub: 'spiffe://example.org/ns/other/sa/checkout' }, 'subject_not_trusted'],
  ['a path below it', { sub: 'spiffe://example.org/ns/shop/sa/checkout/admin' }, 'subject_not_trusted'],
  ['the trust domain alone', { sub: 'spiffe://example.org' }, 'subject_not_trusted'],
  ['a token without an issuer', { iss: undefined }, 'issuer_not_allowed'],
  ['another audience', { aud: ['spire-server'] }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
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
