import { createKubeApiServer, type KubeApiServer, type KubeTokenRequest } from '@bonafide/stand-ins'
import { beforeEach, describe, expect, test } from 'vitest'
import { guarded } from '../testing.ts'
import { audience, useOidc } from './testing.ts'

const oidc = useOidc()
const apiServer = 'https://api.cluster.example.test:6443'
const ownAudience = 'https://kubernetes.default.svc.cluster.local'
const subject = 'system:serviceaccount:shop:checkout'
let cluster: KubeApiServer

beforeEach(() => {
  const { runtime } = oidc.world
  cluster = createKubeApiServer({ now: () => new Date(runtime.now()) })
  const { fetch } = runtime
  oidc.world.runtime.fetch = (url, init = {}) =>
    url.startsWith(`${apiServer}/`) ? guarded(cluster.fetch, url, init, 200) : fetch(url, init)
})

const config = (more: object = {}) => ({
  issuer: cluster.issuer,
  subjects: [subject],
  claims: ['/kubernetes.io/namespace = shop'],
  keySource: 'token_review',
  apiServer,
  ...more,
})
const both = [audience, ownAudience]
const issue = (request: KubeTokenRequest = {}) => cluster.issue({ audiences: both, ...request })
const outcome = (token: string, more: object = {}) => oidc.outcome(token, config(more))

/** The operator has named a reviewer: tokens for this server alone are enough then. */
function withReviewer() {
  cluster.allowReviews('bonafide', 'reviewer')
  const { token } = cluster.issue({ namespace: 'bonafide', serviceAccount: 'reviewer' })
  oidc.world.runtime.reviewerToken = async () => token
  return token
}

describe('a token as its own reviewer', () => {
  beforeEach(() => cluster.allowReviews('shop', 'checkout'))

  test('JWT-58 is accepted when the API server vouches for it, and asked about each time', async () => {
    const { token } = issue()
    expect(await outcome(token)).toBe('accepted')
    expect(await outcome(token)).toBe('accepted')
    expect(cluster.requests).toHaveLength(2)
    expect(cluster.requests[0]).toMatchObject({
      bearer: token,
      shown: token,
      url: `${apiServer}/apis/authentication.k8s.io/v1/tokenreviews`,
    })
  })

  test('JWT-58 is refused as soon as its pod is gone', async () => {
    const { token, podUid } = issue()
    expect(await outcome(token)).toBe('accepted')
    cluster.deletePod(podUid)
    expect(await outcome(token)).toBe('token_review_denied')
  })

  test('JWT-58 is refused when it is not made for the API server as well', async () => {
    expect(await outcome(issue({ audiences: [audience] }).token)).toBe('token_review_denied')
  })

  test('JWT-58 of an account that may not review is an outage, not a refusal', async () => {
    const { token } = issue({ serviceAccount: 'other' })
    await expect(outcome(token, { subjects: ['system:serviceaccount:shop:other'] })).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('with a reviewer of the operator', () => {
  test('JWT-58 a token for this server alone is accepted, and shown under the name of the reviewer', async () => {
    const reviewer = withReviewer()
    const { token } = issue({ audiences: [audience] })
    expect(await outcome(token)).toBe('accepted')
    expect(cluster.requests).toMatchObject([{ bearer: reviewer, shown: token }])
  })

  test.each([
    ['one that a stranger signed', () => issue({ key: cluster.strangersKey() }).token],
    [
      'one whose pod is gone',
      () => {
        const { token, podUid } = issue()
        cluster.deletePod(podUid)
        return token
      },
    ],
    [
      'one of an account that was made anew',
      () => {
        const { token } = issue()
        cluster.recreate('shop', 'checkout')
        return token
      },
    ],
  ])('JWT-58 authenticated:false: %s is refused', async (_, make) => {
    withReviewer()
    expect(await outcome(make())).toBe('token_review_denied')
  })

  test.each<[string, (status: Record<string, unknown>) => Record<string, unknown>]>([
    ['no word on audiences', ({ audiences: _, ...status }) => status],
    ['empty audiences', (status) => ({ ...status, audiences: [] })],
    ['audiences without ours', (status) => ({ ...status, audiences: [ownAudience] })],
    ['audiences that are no list', (status) => ({ ...status, audiences: audience })],
    ['another name', (status) => ({ ...status, user: { username: 'system:serviceaccount:shop:admin' } })],
    ['another uid', (status) => ({ ...status, user: { username: subject, uid: 'other' } })],
    ['no user', ({ user: _, ...status }) => status],
    ['a truth that is none', (status) => ({ ...status, authenticated: 'true' })],
  ])('JWT-58 an answer with %s lets nobody in', async (_, change) => {
    withReviewer()
    cluster.amend(change)
    expect(await outcome(issue().token)).toBe('token_review_denied')
  })

  test.each<[string, () => void]>([
    ['401', () => cluster.misbehave(() => new Response('', { status: 401 }))],
    ['403', () => cluster.misbehave(() => new Response('', { status: 403 }))],
    ['429', () => cluster.misbehave(() => new Response('', { status: 429 }))],
    ['500', () => cluster.misbehave(() => new Response('', { status: 500 }))],
    ['a redirect', () => cluster.misbehave(() => new Response('', { status: 307, headers: { location: 'https://evil.example/' } }))],
    ['silence', () => cluster.misbehave(() => new Promise<Response>(() => {}))],
    ['a huge body', () => cluster.misbehave(() => new Response('x'.repeat(1_000_000)))],
    ['no JSON', () => cluster.misbehave(() => new Response('<html>'))],
    ['another document', () => cluster.misbehave(() => Response.json({ kind: 'Status', status: { authenticated: true } }))],
    ['two opinions', () => cluster.misbehave(() => new Response('{"kind":"TokenReview","status":{"authenticated":true},"status":{}}'))],
  ])('JWT-58 %s of the API server is an outage: nobody is let in, and nothing of the token is told', async (_, arrange) => {
    const reviewer = withReviewer()
    arrange()
    const { token } = issue()
    const error = await outcome(token).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 10, note: expect.stringMatching(/API server|reviewer/) })
    const text = JSON.stringify(error, Object.getOwnPropertyNames(error))
    for (const secret of [token, reviewer]) expect(text).not.toContain(secret.slice(-40))
  })
})

describe('JWT-58 nothing leaves this server for', () => {
  const shown = (claims: object, more: object = {}): [object, object] => [claims, more]
  test.each<[string, [object, object], string]>([
    ['another issuer', shown({ iss: 'https://evil.example' }), 'issuer_not_allowed'],
    ['an expired token', shown({ exp: 1 }), 'token_expired'],
    ['a token from the future', shown({ iat: 9_999_999_999, exp: 9_999_999_999 }), 'clock_skew'],
    ['a token for somebody else', shown({ aud: [ownAudience] }), 'audience_mismatch'],
    ['a token without a subject', shown({ sub: undefined }), 'signature_invalid'],
    ['a kind of signature that is not allowed', shown({}, { algorithms: ['ES256'] }), 'signature_invalid'],
  ])('%s', async (_, [claims, more], reason) => {
    withReviewer()
    const { token } = issue({ claims: claims as Record<string, unknown> })
    const verification = await oidc.verify(token, [oidc.trusting(config(more))])
    expect(verification.principal).toBeNull()
    expect(verification.judgements[0]?.steps.find(({ status }) => status === 'failed')?.code).toBe(reason)
    expect(cluster.requests).toEqual([])
  })
})

test('JWT-58 invented tokens keep an API server busy with a few requests at a time', async () => {
  withReviewer()
  let underWay = 0
  let most = 0
  cluster.misbehave(async () => {
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setTimeout(resolve, 20))
    underWay--
    return new Response('', { status: 500 })
  })
  const identity = oidc.trusting(config())
  const tokens = Array.from({ length: 40 }, () => issue({ key: cluster.strangersKey('ES256') }).token)
  const answers = await Promise.allSettled(tokens.map((token) => oidc.verify(token, [identity])))
  expect(answers.every(({ status }) => status === 'rejected')).toBe(true)
  expect(most).toBe(16)
})

test('an API server is asked over https alone', () => {
  expect(() => oidc.trusting(config({ apiServer: 'http://api.cluster.example.test' }))).toThrow()
  expect(() => oidc.trusting(config({ apiServer: undefined }))).toThrow()
  expect(() => oidc.trusting(config({ keySource: 'discovery' }))).toThrow()
})
