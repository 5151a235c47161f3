import { describe, expect, test } from 'vitest'
import { kubernetes } from './kubernetes.ts'
import { audience, compiled, issuedAt, outcomeFor, times } from './testing.ts'

const issuer = 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF0123456789'
const uid = '0192c5a1-7a3b-4000-8000-000000000001'
const answers = { issuer, namespace: 'shop', serviceAccount: 'checkout', uid }
const jwks = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', kid: 'a', x: 'x', y: 'y' }] })

/** As a projected volume holds it. */
const token = {
  ...times,
  exp: issuedAt + 3600,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: issuer,
  aud: [audience],
  sub: 'system:serviceaccount:shop:checkout',
  'kubernetes.io': {
    namespace: 'shop',
    node: { name: 'node-1', uid: '0192c5a1-7a3b-4000-8000-000000000003' },
    pod: { name: 'checkout-5d8f', uid: '0192c5a1-7a3b-4000-8000-000000000002' },
    serviceaccount: { name: 'checkout', uid },
  },
}

const outcome = (changes: object, more: object = {}) => outcomeFor(compiled(kubernetes, { ...answers, ...more }), { ...token, ...changes })

describe('a service account of a cluster', () => {
  test('JWT-55 accepts a token made for this server', () => {
    expect(outcome({})).toBe('accepted')
    expect(outcome({}, { uid: '' })).toBe('accepted')
  })

  test.each([
    ['JWT-54 a legacy token', { iss: 'kubernetes/serviceaccount', aud: undefined, exp: undefined }, 'token_expired'],
    ['JWT-55 a token for the API server', { aud: ['https://kubernetes.default.svc'] }, 'audience_mismatch'],
    ['JWT-55 a token for AWS', { aud: ['sts.amazonaws.com'] }, 'audience_mismatch'],
    ['JWT-56 another namespace', { sub: 'system:serviceaccount:shop2:checkout' }, 'subject_not_trusted'],
    ['JWT-56 another account', { sub: 'system:serviceaccount:shop:checkout-admin' }, 'subject_not_trusted'],
    ['another cluster', { iss: 'https://oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF0123456780' }, 'issuer_not_allowed'],
    ['JWT-41 claims with dots in their names', { 'kubernetes.io': undefined, 'kubernetes.io.serviceaccount.uid': uid }, 'claim_mismatch'],
    [
      'JWT-57 an account made anew',
      { 'kubernetes.io': { namespace: 'shop', serviceaccount: { name: 'checkout', uid: '0192c5a1-7a3b-4000-8000-000000000009' } } },
      'claim_mismatch',
    ],
    ['JWT-57 a token without a uid', { 'kubernetes.io': { namespace: 'shop' } }, 'claim_mismatch'],
  ])('%s is refused', (_, changes, reason) => {
    expect(outcome(changes)).toBe(reason)
  })
})

test('a cluster that cannot be reached has its keys uploaded', () => {
  const inside = { ...answers, issuer: 'https://kubernetes.default.svc.cluster.local' }
  expect(kubernetes.compile(inside, { audience }).problems).toMatchObject([{ field: 'keys' }])
  expect(kubernetes.compile({ ...inside, keys: 'uploaded' }, { audience }).problems).toMatchObject([{ field: 'jwks' }])
  expect(kubernetes.compile({ ...inside, keys: 'uploaded', jwks: '{"keys": []}' }, { audience }).problems).toMatchObject([
    { field: 'jwks' },
  ])
  const config = compiled(kubernetes, { ...inside, keys: 'uploaded', jwks })
  expect(config).toMatchObject({ keySource: 'uploaded', jwks, singleUse: 'off' })
  expect(outcomeFor(config, { ...token, iss: inside.issuer })).toBe('accepted')
})

test('the issuer of AKS keeps its slash', () => {
  const aks = 'https://westeurope.oic.prod-aks.azure.com/0192c5a1-7a3b-4000-8000-000000000004/0192c5a1-7a3b-4000-8000-000000000005/'
  expect(outcome({ iss: aks }, { issuer: aks })).toBe('accepted')
  expect(outcome({ iss: aks.slice(0, -1) }, { issuer: aks })).toBe('issuer_not_allowed')
})

test('JWT-58 a cluster whose API server alone can be reached is asked about each token', () => {
  const apiServer = 'https://api.cluster.example.test:6443'
  const inside = { ...answers, issuer: 'https://kubernetes.default.svc.cluster.local', keys: 'token_review' }
  expect(kubernetes.compile(inside, { audience }).problems).toMatchObject([{ field: 'apiServer' }])
  expect(kubernetes.compile({ ...inside, apiServer: 'http://api.cluster.example.test' }, { audience }).problems).toMatchObject([
    { field: 'apiServer' },
  ])
  const config = compiled(kubernetes, { ...inside, apiServer })
  expect(config).toMatchObject({ keySource: 'token_review', apiServer, singleUse: 'off' })
  expect(outcomeFor(config, { ...token, iss: inside.issuer })).toBe('accepted')
  expect(outcomeFor(config, { ...token, iss: inside.issuer, aud: ['https://kubernetes.default.svc'] })).toBe('audience_mismatch')
})
