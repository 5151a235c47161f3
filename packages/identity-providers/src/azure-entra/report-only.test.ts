import { describe, expect, it } from 'vitest'
import { otherTenant, tenantId, useAzure } from './testing.ts'

const azure = useAzure()
const stranger = '9e2c1b7a-53f4-4c0e-8f2b-6d3f0a9b7c11'

describe('N-05 report-only of Azure', () => {
  it('is for other principals of the tenant', async () => {
    const identity = azure.trusting()
    const { testimony, judgements } = await azure.verify(await azure.issue({ oid: stranger }), [identity])
    expect(judgements[0]?.steps.filter(({ status }) => status === 'failed').map(({ name }) => name)).toEqual(['trust'])
    expect(azure.provider.reportable(identity.config, testimony ?? {})).toBe(true)
  })

  it('is not for another tenant, which fails before trust too', async () => {
    await azure.world.entra.addTenant(otherTenant)
    const ours = azure.trusting()
    const theirs = azure.trusting({ tenantId: otherTenant })
    const { testimony, judgements } = await azure.verify(await azure.issue({ tenantId: otherTenant, oid: stranger }), [ours, theirs])
    expect(judgements[0]?.steps.find(({ status }) => status === 'failed')?.name).toBe('endpoint_allowed')
    expect([ours, theirs].map(({ config }) => azure.provider.reportable(config, testimony ?? {}))).toEqual([false, true])
  })
})

describe('N-12 replay of a token of Entra', () => {
  it('judges tenant, audience and principal again', async () => {
    const { testimony } = await azure.verify(await azure.issue())
    const again = (config: object) =>
      azure.provider.judgeAgain(azure.trusting({ ...config }).config, testimony ?? {})?.find(({ status }) => status === 'failed')?.code ??
      'accepted'
    expect(again({})).toBe('accepted')
    expect(again({ allowedServicePrincipalIds: [stranger] })).toBe('principal_not_trusted')
    expect(again({ resource: 'api://other' })).toBe('audience_mismatch')
    expect(again({ tenantId: otherTenant })).toBe('issuer_not_allowed')
    expect(JSON.stringify(testimony)).toContain(tenantId)
  })
})
