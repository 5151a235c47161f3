import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import type { IdentityProvider } from '../external-identities/provider.ts'
import { namedAccount, readRequest } from './request.ts'

const id = '0190a5b0-7b1c-7000-8000-000000000001'
const provider = { envelope: 'proof', proofSchema: z.object({ jwt: z.string() }) } as unknown as IdentityProvider
const body = (tokenRequest: unknown) => ({ account: { type: 'service', id }, proof: { jwt: 'x' }, tokenRequest })

describe('the exchange request', () => {
  it('reads what existing clients send; type and tokenRequest may be left out', () => {
    expect(readRequest(provider, { account: { id }, proof: { jwt: 'x' } })).toEqual({
      serviceAccountId: id,
      proof: { jwt: 'x' },
      ttlSeconds: undefined,
      narrowing: null,
    })
    expect(readRequest(provider, body({ ttl: 900 })).ttlSeconds).toBe(900)
    expect(readRequest(provider, { account: { type: 'SERVICE', id: id.toUpperCase() }, proof: { jwt: 'x' } }).serviceAccountId).toBe(id)
  })

  it.each([
    0,
    -1,
    1.5,
    '3600',
    '0x10',
    '1e3',
    true,
    [60],
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 31,
    2 ** 53 + 1,
    '９0',
    {},
    59,
    7_776_001,
  ])('TOK-11: ttl %j is refused', (ttl) => {
    expect(() => readRequest(provider, body({ ttl }))).toThrow(expect.objectContaining({ code: 'ttl_invalid' }))
  })

  it.each([60, 7_776_000])('TOK-12: ttl %d is read', (ttl) => expect(readRequest(provider, body({ ttl })).ttlSeconds).toBe(ttl))

  it.each([
    ['a list', []],
    ['null', null],
    ['text', 'x'],
    ['nothing', undefined],
    ['no account', { proof: { jwt: 'x' } }],
    ['an account as text', { account: id, proof: { jwt: 'x' } }],
    ['an account without id', { account: {}, proof: { jwt: 'x' } }],
    ['a member', { account: { type: 'user', id }, proof: { jwt: 'x' } }],
    ['no proof', { account: { id } }],
    ['a proof as list', { account: { id }, proof: [] }],
    ['tokenRequest as list', { account: { id }, proof: { jwt: 'x' }, tokenRequest: [] }],
    ['tokenRequest null', { account: { id }, proof: { jwt: 'x' }, tokenRequest: null }],
  ])('AWS-35: %s is malformed', (_, input) => {
    expect(() => readRequest(provider, input)).toThrow(expect.objectContaining({ code: 'malformed_request' }))
  })

  it.each([`${id}\n`, 'x'.repeat(1_000_000), { $ne: null }, '０190a5b0-7b1c-7000-8000-000000000001', 7])(
    'AWS-36: account id %j is malformed',
    (strange) => {
      expect(() => readRequest(provider, { account: { id: strange }, proof: { jwt: 'x' } })).toThrow(
        expect.objectContaining({ code: 'malformed_request' }),
      )
      expect(namedAccount({ account: { id: strange } })).toBeNull()
    },
  )
})
