import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { azureEntraConfigSchema } from './schema.ts'
import { oid, otherTenant, tenantId, useAzure } from './testing.ts'

const azure = useAzure()
const { issue, outcome, outcomeWith, verify } = azure

describe('tokens that are accepted', () => {
  test('AZ-01 version 1 for an app-ID URI, version 2 for a client id', async () => {
    const clientId = randomUUID()
    expect(await outcomeWith({})).toBe('accepted')
    expect(await outcomeWith({ version: '2.0', audience: clientId }, { resource: clientId })).toBe('accepted')
    expect(azure.world.calls).toEqual(['login.microsoftonline.com', 'login.microsoftonline.com'])
  })

  test('R-085 managed identities and service principals alike', async () => {
    for (const kind of ['managed_identity', 'application'] as const) expect(await outcomeWith({ kind })).toBe('accepted')
  })

  test.each(['usgov', 'china'] as const)('D9 tokens of cloud %s, and of no other', async (cloud) => {
    const tenant = randomUUID()
    await azure.world.entra.addTenant(tenant, cloud)
    for (const version of ['1.0', '2.0'] as const) {
      const token = await issue({ tenantId: tenant, cloud, version })
      expect(await outcome(token, { tenantId: tenant, cloud })).toBe('accepted')
      expect(await outcome(token, { tenantId: tenant })).not.toBe('accepted')
    }
  })

  test('who called is told by tenant and object id', async () => {
    const { principal } = await verify(await issue({ applicationId: oid }))
    expect(principal).toEqual({ name: `${tenantId}/${oid}`, claims: { tid: tenantId, oid, applicationId: oid } })
  })
})

describe('tenant and issuer', () => {
  test('AZ-02 AZ-16 a token of another tenant is refused, without any fetch', async () => {
    expect(await outcomeWith({ tenantId: otherTenant })).toBe('issuer_not_allowed')
    expect(azure.world.calls).toEqual([])
  })

  test('AZ-03 issuer and tid must name the same tenant, in whatever case', async () => {
    expect(await outcomeWith({ overrides: { tid: otherTenant } })).toBe('tenant_mismatch')
    expect(await outcomeWith({ overrides: { tid: undefined } })).toBe('tenant_mismatch')
    expect(await outcomeWith({ overrides: { tid: [tenantId] } })).toBe('tenant_mismatch')
    expect(await outcomeWith({ overrides: { tid: tenantId.toUpperCase() } })).toBe('accepted')
    expect(await outcomeWith({}, { tenantId: tenantId.toUpperCase() })).toBe('accepted')
  })

  test('AZ-04 version, issuer and keys must belong together', async () => {
    expect(await outcomeWith({ version: '2.0', overrides: { ver: '1.0' } })).toBe('issuer_not_allowed')
    expect(await outcomeWith({ overrides: { ver: '2.0' } })).toBe('issuer_not_allowed')
    for (const ver of [1, ['1.0'], '', null, '3.0']) expect(await outcomeWith({ overrides: { ver } })).toBe('issuer_not_allowed')
    expect(await outcomeWith({ version: '2.0', overrides: { ver: undefined } })).toBe('issuer_not_allowed')
    expect(await outcomeWith({ overrides: { ver: undefined } })).toBe('accepted')
    expect(await outcomeWith({ signWith: 'other_version' })).toBe('key_not_found')
  })

  test.each([
    ['AZ-05', 'https://login.microsoftonline.com/common/v2.0'],
    ['AZ-05', 'https://login.microsoftonline.com/organizations/v2.0'],
    ['AZ-05', 'https://login.microsoftonline.com/{tenantid}/v2.0'],
    ['AZ-05', 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0'],
    ['AZ-07', `https://sts.windows.net/${tenantId}`],
    ['AZ-07', `https://sts.windows.net/${tenantId}//`],
    ['AZ-07', `http://sts.windows.net/${tenantId}/`],
    ['AZ-07', `https://sts.windows.net.evil.test/${tenantId}/`],
    ['AZ-07', `https://sts.windows.net:443/${tenantId}/`],
    ['AZ-07', `https://login.microsoftonline.us/${tenantId}/v2.0`],
    ['AZ-07', `https://login.partner.microsoftonline.cn/${tenantId}/v2.0`],
    ['AZ-07', `https://sts.chinacloudapi.cn/${tenantId}/`],
    ['AZ-36', `https://contoso.b2clogin.com/${tenantId}/v2.0/`],
    ['AZ-36', `https://${tenantId}.ciamlogin.com/${tenantId}/v2.0`],
    ['JWT-28', ['x']],
    ['JWT-28', undefined],
  ])('%s issuer %j is refused', async (_, iss) => {
    for (const version of ['1.0', '2.0'] as const) expect(await outcomeWith({ version, overrides: { iss } })).toBe('issuer_not_allowed')
    expect(azure.world.calls).toEqual([])
  })

  test.each(['9188040d-6c67-4c5b-b112-36a304b66dad', '00000000-0000-0000-0000-000000000000', 'common', 'organizations', '{tenantid}'])(
    'AZ-05 tenant %s cannot be saved',
    (tenant) => expect(azureEntraConfigSchema.safeParse({ tenantId: tenant, allowedServicePrincipalIds: [oid] }).success).toBe(false),
  )

  test.each(['contoso.onmicrosoft.com', '../common', `${tenantId}%2f`, `${tenantId}\n`, `{${tenantId}}`, ` ${tenantId}`, '', null])(
    'AZ-06 tenant %j cannot be saved',
    (tenant) => expect(azureEntraConfigSchema.safeParse({ tenantId: tenant, allowedServicePrincipalIds: [oid] }).success).toBe(false),
  )

  test.each([
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    `https://login.microsoftonline.com/${otherTenant}/v2.0`,
    5,
  ])('AZ-08 a key that was published for %s does not sign for us', async (issuer) => {
    await azure.world.entra.addKey(tenantId, '2.0', { issuer })
    expect(await outcomeWith({ version: '2.0' })).toBe('key_not_found')
  })

  test('AZ-08 a key for any tenant, or ours, does', async () => {
    await azure.world.entra.addKey(tenantId, '2.0', { issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' })
    expect(await outcomeWith({ version: '2.0' })).toBe('accepted')
  })
})

describe('audience', () => {
  test.each([
    '00000003-0000-0000-c000-000000000000',
    'https://vault.azure.net',
    'https://management.azure.com/',
    'https://management.azure.com',
  ])('AZ-09 a token for %s is refused', async (audience) => expect(await outcomeWith({ audience })).toBe('audience_mismatch'))

  test('AZ-11 one slash more or less is the same resource', async () => {
    for (const [configured, received] of [
      ['api://broker', 'api://broker/'],
      ['api://broker/', 'api://broker'],
      ['api://broker/', 'api://broker/'],
    ]) {
      expect(await outcomeWith({ audience: received }, { resource: configured })).toBe('accepted')
    }
  })

  test.each([
    'api://broker//',
    'api://broker/x',
    'API://broker',
    'api://broker.evil',
    ['api://broker', 'x'],
    ['api://broker'],
    null,
    '',
    undefined,
    1,
    {},
  ])('AZ-11 audience %j is refused', async (aud) => expect(await outcomeWith({ overrides: { aud } })).toBe('audience_mismatch'))

  test('R-083 the default resource is that of Azure management', () => {
    const config = azureEntraConfigSchema.parse({ tenantId, allowedServicePrincipalIds: [oid] })
    expect(config.resource).toBe('https://management.azure.com/')
  })

  test.each(['', 'broker', '*', 'api://', 'https://a b', 'api://broker//', 'javascript:x', 5])('resource %j cannot be saved', (value) => {
    expect(azureEntraConfigSchema.safeParse({ tenantId, allowedServicePrincipalIds: [oid], resource: value }).success).toBe(false)
  })
})
