import { expect, test } from 'vitest'
import { issuerProblem } from './issuer.ts'
import { type IssuerKey, isDue, isForgotten, isSpent, signingKeyOf } from './key.ts'

const minute = 60_000
const day = 1440 * minute
const key = (id: string, from: number, until: number | null = null, hasPrivateHalf = true): IssuerKey => ({
  id,
  publicKey: { kty: 'RSA', use: 'sig', alg: 'RS256', kid: id, n: '', e: 'AQAB' },
  serverWrappedPrivateKey: hasPrivateHalf ? 'bf:v1:' : null,
  signsFrom: new Date(from),
  signsUntil: until === null ? null : new Date(until),
  createdAt: new Date(0),
})

test('the latest key whose time has come signs, never one that waits or that has no private half any more', () => {
  const keys = [key('waits', 10 * day), key('signs', 5 * day, 10 * day), key('ended', 0, 5 * day), key('spent', 6 * day, null, false)]
  expect(signingKeyOf(keys, 9 * day)?.id).toBe('signs')
  expect(signingKeyOf(keys, 10 * day)?.id).toBe('waits')
  expect(signingKeyOf([key('waits', 1)], 0)).toBeUndefined()
})

test('a private half outlives its last signature by what clocks may differ, a public one by a token and a day more', () => {
  const ended = key('ended', 0, 5 * day)
  expect([isSpent(ended, 5 * day), isSpent(ended, 5 * day + 5 * minute)]).toEqual([false, true])
  const until = 6 * day + 10 * minute
  expect([isForgotten(ended, until - 1), isForgotten(ended, until)]).toEqual([false, true])
  expect(isForgotten(key('signs', 0), 1000 * day)).toBe(false)
})

test('something is due without a key, a day before the thirtieth, and when something may be forgotten', () => {
  expect(isDue([], 0)).toBe(true)
  expect(isDue([key('waits', 1)], 0)).toBe(true)
  expect(isDue([key('signs', 0)], 29 * day - 1)).toBe(false)
  expect(isDue([key('signs', 0)], 29 * day)).toBe(true)
  const successor = key('signs', 5 * day)
  expect(isDue([successor, key('ended', 0, 5 * day)], 5 * day)).toBe(false)
  expect(isDue([successor, key('ended', 0, 5 * day)], 5 * day + 5 * minute)).toBe(true)
  expect(isDue([successor, key('ended', 0, 5 * day, false)], 6 * day)).toBe(false)
  expect(isDue([successor, key('ended', 0, 5 * day, false)], 7 * day)).toBe(true)
})

test.each([
  ['https://bonafide.example', [], null],
  ['http://bonafide.example', [], 'must begin with https'],
  ['https://bonafide.example:8443', [], 'must have no port'],
  ['http://localhost:3000', [], 'must begin with https'],
  ['https://bonafide.internal', [], 'that the Internet knows'],
  ['https://10.0.0.1', [], 'not an address'],
  ['http://localhost:3000', ['localhost:3000'], null],
  ['https://bonafide.example:8443', ['bonafide.example:8443'], null],
])('%s, with %j named as private, can be trusted by AWS: %s', (publicUrl, privateHosts, why) => {
  const problem = issuerProblem({ publicUrl, privateHosts })
  if (why === null) expect(problem).toBeNull()
  else expect(problem).toContain(why)
})
