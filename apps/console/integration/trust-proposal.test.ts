import {
  bindExtIdentity,
  createExtIdentity,
  createRole,
  exchange,
  listExchanges,
  type SignedInContext,
  updateExtIdentity,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

let world: World
let door: GraphqlDoor
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  door = await createGraphqlDoor(world.services)
  owner = world.owner.context
})
afterAll(async () => {
  await door.stop()
  await world.close()
})

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

const document = `query($id: ID!) { exchange(id: $id) { trustProposal {
  provider identity { id version } additions explanation
  before { ...config } after { ...config }
  alternatives { additions explanation after { ...config } }
} } }
fragment config on ExternalIdentityConfig {
  ... on AwsIamConfig { principals signatureExpirySeconds }
  ... on AzureEntraConfig { tenantId allowedServicePrincipalIds }
  ... on OidcConfig { subjects claims }
}`

async function proposal(context = owner, id?: string): Promise<Data> {
  const exchangeId = id ?? (await listExchanges({ first: 1 }, owner)).rows[0]?.id
  const { data, errors } = await door.execute({ document, variables: { id: exchangeId }, context })
  if (errors) throw new Error(JSON.stringify(errors))
  return (data as Data).exchange.trustProposal
}

const login = (accountId: string, role: string, account = '111122223333', session: string = crypto.randomUUID()) => {
  const credentials = world.sts.addRoleSession({ roleName: role, sessionName: session, account })
  return exchange(world.services.providers.aws_iam, world.awsBody(credentials, accountId), world.anonymous())
}

describe('trust this principal', () => {
  it('a subject of an issuer is added to the letter, every rule about other claims stays, and a broken rule proposes nothing', async () => {
    const { id: accountId } = await world.account()
    const subjects = ['repo:acme/shop:ref:refs/heads/main']
    const config = { issuer: world.issuer.issuer, audiences: ['https://bonafide.example'], subjects, claims: ['repository_id = 1'] }
    const identity = await createExtIdentity({ provider: 'oidc', name: 'issuer', config }, owner)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: accountId }, owner)
    const next = 'repo:acme/shop:ref:refs/heads/next'
    const comes = (claims: object) => {
      const jwt = world.issuer.issue({ claims: { sub: next, aud: 'https://bonafide.example', repository_id: '1', ...claims } })
      const body = { account: { type: 'service', id: accountId }, oidc: { jwt: Buffer.from(jwt).toString('base64') } }
      return exchange(world.services.providers.oidc, body, world.anonymous())
    }
    await expect(comes({})).rejects.toMatchObject({ code: 'subject_not_trusted' })
    const found = await proposal()
    expect(found).toMatchObject({ provider: 'OIDC', additions: [next], alternatives: [] })
    expect(found.after).toEqual({ subjects: [...subjects, next], claims: ['repository_id = 1'] })
    await updateExtIdentity({ id: identity.id, config: { ...config, ...found.after } }, owner)
    await expect(comes({ repository_id: '2' })).rejects.toMatchObject({ code: 'claim_mismatch' })
    expect(await proposal()).toBeNull()
    expect(await comes({})).toHaveProperty('token')
  })

  it('once what is proposed is saved, the caller is admitted, and its neighbours are not', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId, { signatureExpirySeconds: 30 })
    await expect(login(accountId, 'web-prod')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    const found = await proposal()
    const principals = ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:role/web-prod']
    expect(found).toMatchObject({
      provider: 'AWS_IAM',
      identity: { id: identity.id, version: identity.version },
      additions: [principals[1]],
      explanation: expect.stringContaining('web-prod'),
      before: { principals: principals.slice(0, 1), signatureExpirySeconds: 30 },
      after: { principals, signatureExpirySeconds: 30 },
    })
    await updateExtIdentity({ id: identity.id, config: found.after, expectedVersion: found.identity.version }, owner)
    expect((await login(accountId, 'web-prod')).token).toMatch(/^pss_service/)
    expect((await login(accountId, 'app')).token).toMatch(/^pss_service/)
    const tokens = await world.count('service_account_tokens')
    await expect(login(accountId, 'web-prod-admin')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    await expect(login(accountId, 'web-prod', '444455556666')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    expect(await world.count('service_account_tokens')).toBe(tokens)
  })

  it('the narrower way admits that one session alone', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    await expect(login(accountId, 'batch', '111122223333', 'i-0abc')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    const { alternatives } = await proposal()
    expect(alternatives).toHaveLength(1)
    expect(alternatives[0].additions).toEqual(['arn:aws:sts::111122223333:assumed-role/batch/i-0abc'])
    await updateExtIdentity({ id: identity.id, config: alternatives[0].after }, owner)
    expect((await login(accountId, 'batch', '111122223333', 'i-0abc')).token).toMatch(/^pss_service/)
    await expect(login(accountId, 'batch', '111122223333', 'i-0def')).rejects.toMatchObject({ code: 'principal_not_trusted' })
  })

  it('in Azure the object id is added, and the tenant stays', async () => {
    const tenantId = crypto.randomUUID()
    await world.entra.addTenant(tenantId)
    const [oid, other, third] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    const { id: accountId } = await world.account()
    const identity = await createExtIdentity(
      { provider: 'azure_entra', name: 'azure', config: { tenantId, allowedServicePrincipalIds: [other] } },
      owner,
    )
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: accountId }, owner)
    const azure = async (objectId: string) => {
      const token = await world.entra.issueToken({ tenantId, oid: objectId, audience: 'https://management.azure.com/' })
      const body = { account: { type: 'service', id: accountId }, azureEntra: { jwt: Buffer.from(token).toString('base64') } }
      return exchange(world.services.providers.azure_entra, body, world.anonymous())
    }
    await expect(azure(oid)).rejects.toMatchObject({ code: 'principal_not_trusted' })
    const found = await proposal()
    expect(found).toMatchObject({ additions: [oid], after: { tenantId, allowedServicePrincipalIds: [other, oid] } })
    const config = { tenantId, allowedServicePrincipalIds: found.after.allowedServicePrincipalIds }
    await updateExtIdentity({ id: identity.id, config }, owner)
    expect((await azure(oid)).token).toMatch(/^pss_service/)
    await expect(azure(third)).rejects.toMatchObject({ code: 'principal_not_trusted' })
  })

  it('where no identity was bound, a new one is proposed', async () => {
    const { id: accountId } = await world.account()
    await expect(login(accountId, 'web')).rejects.toMatchObject({ code: 'login_denied' })
    expect(await proposal()).toMatchObject({
      identity: null,
      before: null,
      provider: 'AWS_IAM',
      after: { principals: ['arn:aws:iam::111122223333:role/web'] },
    })
  })

  it('nothing is proposed for what is not about trust, for what is trusted by now, and where unique ids are pinned', async () => {
    const { id: accountId } = await world.account()
    const identity = await world.awsIdentity(accountId)
    await login(accountId, 'app')
    expect(await proposal()).toBeNull()
    await expect(login(accountId, 'late')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    const id = (await listExchanges({ first: 1 }, owner)).rows[0]?.id
    expect(await proposal(owner, id)).not.toBeNull()
    const principals = ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:role/late']
    await updateExtIdentity({ id: identity.id, config: { principals } }, owner)
    expect(await proposal(owner, id)).toBeNull()
    const pinned = { principals: principals.slice(0, 1), principalIds: ['AROAEXAMPLEID1234567'] }
    await updateExtIdentity({ id: identity.id, config: pinned }, owner)
    expect(await proposal(owner, id)).toBeNull()
  })

  it('GQL-26 whoever may read but not change is proposed nothing, without an error', async () => {
    const organisation = { Logs: ['read'], ExternalIdentities: ['read'] }
    await createRole({ name: 'Auditor', permissions: { organisation, app: {} } }, owner)
    const { context } = await world.member('Auditor')
    const { id: accountId } = await world.account()
    await world.awsIdentity(accountId)
    await expect(login(accountId, 'web-prod')).rejects.toMatchObject({ code: 'principal_not_trusted' })
    expect(await proposal()).not.toBeNull()
    expect(await proposal(context)).toBeNull()
  })
})
