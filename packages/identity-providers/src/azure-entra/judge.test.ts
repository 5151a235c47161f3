import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { azureEntraConfigSchema } from './schema.ts'
import { oid, otherTenant, tenantId, useAzure } from './testing.ts'

const azure = useAzure()
const { issue, outcome, outcomeWith, trusting, verify } = azure

describe('kind of token', () => {
  test('AZ-12 a person is let in only where people are allowed', async () => {
    for (const version of ['1.0', '2.0'] as const) {
      for (const idtyp of ['user', null] as const) {
        expect(await outcomeWith({ version, kind: 'user', idtyp })).toBe('token_type_not_allowed')
        expect(await outcomeWith({ version, kind: 'user', idtyp }, { allowUserTokens: true })).toBe('accepted')
      }
    }
  })

  test('AZ-13 without idtyp the proof of the client decides, and scp speaks against it', async () => {
    for (const version of ['1.0', '2.0'] as const) {
      const claim = version === '1.0' ? 'appidacr' : 'azpacr'
      expect(await outcomeWith({ version, idtyp: null })).toBe('accepted')
      expect(await outcomeWith({ version, idtyp: null, overrides: { [claim]: '1' } })).toBe('accepted')
      for (const value of ['0', 2, undefined]) {
        expect(await outcomeWith({ version, idtyp: null, overrides: { [claim]: value } })).toBe('token_type_not_allowed')
      }
      expect(await outcomeWith({ version, idtyp: null, overrides: { scp: 'user_impersonation' } })).toBe('token_type_not_allowed')
      expect(await outcomeWith({ version, overrides: { scp: 'user_impersonation' } })).toBe('token_type_not_allowed')
      expect(await outcomeWith({ version, overrides: { upn: 'ada@example.test' } })).toBe('token_type_not_allowed')
      expect(await outcomeWith({ version, overrides: { idtyp: 'device' } })).toBe('token_type_not_allowed')
    }
  })

  test('AZ-14 an id token is no access token, people allowed or not', async () => {
    for (const allowUserTokens of [false, true]) {
      expect(await outcomeWith({ version: '2.0', kind: 'id_token' }, { allowUserTokens })).toBe('token_type_not_allowed')
    }
  })

  test.each(['dpop+jwt', 'logout+jwt', 'secevent+jwt'])('JWT-21 typ %s is refused', async (typ) => {
    expect(await outcomeWith({ header: { typ } })).toBe('token_type_not_allowed')
  })

  test('AZ-35 an actor inside the token changes nothing', async () => {
    const inner = { actortoken: 'e30.e30.', act: { oid, tid: tenantId } }
    expect(await outcomeWith({ overrides: inner })).toBe('accepted')
    expect(await outcomeWith({ oid: randomUUID(), overrides: inner })).toBe('principal_not_trusted')
  })
})

describe('trust', () => {
  test('R-084 only listed object ids are trusted, in whatever case', async () => {
    expect(await outcomeWith({ oid: randomUUID() })).toBe('principal_not_trusted')
    expect(await outcomeWith({ overrides: { oid: oid.toUpperCase() } })).toBe('accepted')
    expect(await outcomeWith({}, { allowedServicePrincipalIds: [randomUUID(), oid.toUpperCase()] })).toBe('accepted')
  })

  test('AZ-15 no other id stands in for the object id', async () => {
    const stranger = randomUUID()
    expect(await outcomeWith({ oid: stranger, applicationId: oid })).toBe('principal_not_trusted')
    expect(await outcomeWith({ oid: stranger, overrides: { sub: oid } })).toBe('principal_not_trusted')
    for (const value of [undefined, null, [oid], `${oid} `, 1])
      expect(await outcomeWith({ overrides: { oid: value } })).toBe('principal_not_trusted')
  })

  test('AZ-17 an object id is trusted in its own tenant only', async () => {
    await azure.world.entra.addTenant(otherTenant)
    const theirs = trusting({ tenantId: otherTenant, allowedServicePrincipalIds: [randomUUID()] })
    const verification = await verify(await issue({ tenantId: otherTenant }), [trusting(), theirs])
    expect([outcomeOf(verification, 0), outcomeOf(verification, 1)]).toEqual(['issuer_not_allowed', 'principal_not_trusted'])
  })

  test.each([[['*']], [[]], [['']], ['*'], [[`${oid}*`]], [null]])('AZ-24 trusted ids %j cannot be saved', (allowedServicePrincipalIds) => {
    expect(azureEntraConfigSchema.safeParse({ tenantId, allowedServicePrincipalIds }).success).toBe(false)
  })

  test('AZ-24 an empty or wild list in the database trusts nobody', async () => {
    for (const allowedServicePrincipalIds of [[], ['*'], ['']]) {
      const parsed = trusting()
      const smuggled = { ...parsed, config: { ...parsed.config, allowedServicePrincipalIds } }
      expect(outcomeOf(await verify(await issue(), [smuggled]))).toBe('principal_not_trusted')
    }
  })

  test('AZ-37 each identity of the account is judged by itself', async () => {
    const [x, y] = [trusting({ resource: 'api://x' }), trusting({ resource: 'api://y' })]
    const verification = await verify(await issue({ audience: 'api://y' }), [x, y])
    expect([outcomeOf(verification, 0), outcomeOf(verification, 1)]).toEqual(['audience_mismatch', 'accepted'])
    expect(verification.judgements.map(({ identityId }) => identityId)).toEqual([x.id, y.id])
  })

  test('live tokens outlast a change only while their principal is trusted', () => {
    const { config } = trusting()
    expect(azure.provider.stillTrusts(config, `${tenantId}/${oid}`, config)).toBe(true)
    for (const name of [`${otherTenant}/${oid}`, `${tenantId}/${otherTenant}`, oid, ''])
      expect(azure.provider.stillTrusts(config, name, config)).toBe(false)
  })

  test('a narrower audience or cloud, or people no longer let in, ends the live tokens of all', () => {
    const { config } = trusting()
    const name = `${tenantId}/${oid}`
    expect(azure.provider.stillTrusts({ ...config, resource: 'api://other' }, name, config)).toBe(false)
    expect(azure.provider.stillTrusts({ ...config, cloud: 'china' }, name, config)).toBe(false)
    expect(azure.provider.stillTrusts(config, name, { ...config, allowUserTokens: true })).toBe(false)
    expect(azure.provider.stillTrusts({ ...config, allowUserTokens: true }, name, config)).toBe(true)
  })
})

describe('times', () => {
  test('JWT-23 JWT-25 exp must be a whole number of seconds', async () => {
    for (const exp of [undefined, '9999999999', null, [9_999_999_999], -1, 1.5, 1e30])
      expect(await outcomeWith({ overrides: { exp } })).toBe('token_expired')
  })

  test('JWT-27 half a minute of leeway, and no more', async () => {
    const issuedAt = new Date(azure.world.runtime.now())
    const token = await issue({ issuedAt, lifetimeSeconds: 3600 })
    azure.world.pass(3600 + 30)
    expect(await outcome(token)).toBe('accepted')
    azure.world.pass(1)
    expect(await outcome(token)).toBe('token_expired')
    const nowSeconds = azure.world.runtime.now() / 1000
    for (const name of ['nbf', 'iat']) {
      expect(await outcomeWith({ overrides: { [name]: nowSeconds + 30 } })).toBe('accepted')
      expect(await outcomeWith({ overrides: { [name]: nowSeconds + 31 } })).toBe('clock_skew')
      expect(await outcomeWith({ overrides: { [name]: 'x' } })).toBe('clock_skew')
    }
  })

  test('AZ-32 an old token is refused where a maximum age is set', async () => {
    const token = await issue({ issuedAt: new Date(azure.world.runtime.now() - 23 * 3_600_000) })
    expect(await outcome(token)).toBe('accepted')
    expect(await outcome(token, { maxProofAgeSeconds: 3600 })).toBe('token_expired')
    expect(await outcomeWith({ overrides: { iat: undefined } }, { maxProofAgeSeconds: 3600 })).toBe('token_expired')
    expect(await outcomeWith({}, { maxProofAgeSeconds: 3600 })).toBe('accepted')
  })

  test('a used token is remembered by its uti, until it has expired', async () => {
    const uti = 'one-token'
    const [first, second, third] = await Promise.all([issue({ overrides: { uti } }), issue({ overrides: { uti, x: 1 } }), issue()])
    const hashes = await Promise.all(
      [first, second, third].map(async (token) => Buffer.from((await verify(token)).proofHash).toString('hex')),
    )
    expect(hashes[0]).toBe(hashes[1])
    expect(hashes[0]).not.toBe(hashes[2])
    expect((await verify(first)).proofEndsAt).toBe(azure.world.runtime.now() + 86_400_000 + 60_000)
    const unnamed = await issue({ overrides: { uti: undefined } })
    expect((await verify(unnamed)).proofHash).toEqual((await verify(unnamed)).proofHash)
  })
})
