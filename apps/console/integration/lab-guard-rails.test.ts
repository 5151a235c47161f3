import { createHash } from 'node:crypto'
import {
  bindExtIdentity,
  copySecrets,
  createApp,
  createExtIdentity,
  createSecrets,
  createServiceAccount,
  createServiceAccountToken,
  deleteSecrets,
  grantAccountAccess,
  importSecrets,
  listApps,
  listEnvironments,
  listExchanges,
  listServiceAccounts,
  OutboundError,
  readEncryptedSecrets,
  readLab,
  readSecrets,
  readViewer,
  removeLab,
  type SignedInContext,
  sendPersonaLogin,
  setAccountAccess,
  setMemberAccess,
  startLab,
  testExtIdentity,
  updateExtIdentity,
  updateSecrets,
  updateServiceAccount,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLabWorld, type LabWorld } from './lab-world.ts'
import { type Node, post } from './world.ts'

let world: LabWorld
let owner: SignedInContext
let real: { accountId: string; identityId: string; appId: string; environmentId: string }
let demoEnvironmentId: string
const identityOf = (provider: string) => world.demo.identities.find((one) => one.provider === provider)?.id ?? ''

beforeAll(async () => {
  world = await createLabWorld()
  owner = world.owner.context
  const account = await world.account()
  const identity = await world.awsIdentity(account.id)
  const app = await createApp({ name: 'shop' }, owner)
  const [environment] = await listEnvironments({ appId: app.id }, owner)
  real = { accountId: account.id, identityId: identity.id, appId: app.id, environmentId: environment?.id ?? '' }
  await createSecrets({ environmentId: real.environmentId, secrets: [{ key: 'CANARY', value: 'a real secret' }] }, owner)
  const [development] = await listEnvironments({ appId: world.demo.appId }, owner)
  demoEnvironmentId = development?.id ?? ''
})
afterAll(() => world.close())

const query = (text: string, parameters: unknown[] = []) => world.database.pool.query(text, parameters)
const ask = (node: Node, document: string, variables: object, authorization = `Bearer Session ${world.owner.sessionToken}`) =>
  post(`${node.url}/api/graphql`, { query: document, variables }, { authorization })

describe('D14: what is simulated never meets what is not', () => {
  it('neither by binding an identity, one by one or as a list', async () => {
    const bindings = await world.count('identity_bindings')
    const crossed = [
      () => bindExtIdentity({ identityId: identityOf('aws_iam'), serviceAccountId: real.accountId }, owner),
      () => bindExtIdentity({ identityId: real.identityId, serviceAccountId: world.demo.serviceAccountId }, owner),
      () => updateServiceAccount({ id: real.accountId, externalIdentityIds: [real.identityId, identityOf('azure_entra')] }, owner),
      () => updateServiceAccount({ id: world.demo.serviceAccountId, externalIdentityIds: [real.identityId] }, owner),
    ]
    for (const deed of crossed) await expect(deed()).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.count('identity_bindings')).toBe(bindings)
  })

  it('nor by giving an account an environment, to add or to replace', async () => {
    const keys = await world.count('environment_keys')
    for (const give of [grantAccountAccess, setAccountAccess]) {
      const toSimulated = give({ serviceAccountId: world.demo.serviceAccountId, environmentIds: [real.environmentId] }, owner)
      await expect(toSimulated).rejects.toMatchObject({ code: 'conflict' })
      const toReal = give({ serviceAccountId: real.accountId, environmentIds: [demoEnvironmentId] }, owner)
      await expect(toReal).rejects.toMatchObject({ code: 'conflict' })
    }
    expect(await world.count('environment_keys')).toBe(keys)
  })

  it('nor by copying real values to where a simulated account reads them', async () => {
    const { rows } = await query('select id from secrets where environment_id = $1', [real.environmentId])
    const secretIds = rows.map(({ id }) => id)
    const secrets = await world.count('secrets')
    const copied = copySecrets({ fromEnvironmentId: real.environmentId, toEnvironmentId: demoEnvironmentId, secretIds }, owner)
    await expect(copied).rejects.toMatchObject({ code: 'conflict' })
    expect(await world.count('secrets')).toBe(secrets)
  })

  it('but people may look at both', async () => {
    const member = await world.member('Developer')
    await setMemberAccess({ memberId: member.id, environmentIds: [demoEnvironmentId, real.environmentId] }, owner)
    expect(await readSecrets({ environmentId: demoEnvironmentId }, member.context)).not.toEqual([])
  })

  it('nor by a request that says what is simulated', async () => {
    const roleId = await world.roleId('Service')
    const config = { principals: ['arn:aws:iam::111122223333:role/app'] }
    const flag = { simulated: true }
    const account = await createServiceAccount({ name: 'flagged', roleId, ...flag }, owner)
    const identity = await createExtIdentity({ provider: 'aws_iam', name: 'flagged', config, ...flag }, owner)
    const app = await createApp({ name: 'flagged', ...flag }, owner)
    expect([account.simulated, identity.simulated, app.simulated]).toEqual([false, false, false])
    await updateExtIdentity({ id: identityOf('aws_iam'), description: 'still', simulated: false }, owner)
    await updateServiceAccount({ id: world.demo.serviceAccountId, name: 'ci-demo-2', simulated: false }, owner)
    await updateServiceAccount({ id: world.demo.serviceAccountId, name: 'ci-demo' }, owner)
    const { rows } = await query(
      `select simulated from external_identities where id = $1
      union all select simulated from service_accounts where id = $2`,
      [identityOf('aws_iam'), world.demo.serviceAccountId],
    )
    expect(rows).toEqual([{ simulated: true }, { simulated: true }])
    for (const type of [
      'CreateServiceAccount',
      'UpdateServiceAccount',
      'CreateExtIdentity',
      'UpdateExtIdentity',
      'CreateApp',
      'UpdateApp',
    ]) {
      const field = `${type[0]?.toLowerCase()}${type.slice(1)}`
      const { json } = await ask(world.node, `mutation($input: ${type}Input!) { ${field}(input: $input) { userErrors { code } } }`, {
        input: { id: real.accountId, name: 'x', ...flag },
      })
      expect(json.errors?.[0]?.message, type).toContain('simulated')
    }
  })

  it('nor in an exchange, whatever the rows of the database say, and even if the other world vouches', async () => {
    const bind = 'insert into identity_bindings (service_account_id, external_identity_id) values ($1, $2)'
    const unbind = 'delete from identity_bindings where service_account_id = $1 and external_identity_id = $2'
    const { accountId } = real
    const { serviceAccountId } = world.demo
    const trusting = { principals: ['arn:aws:iam::111122223333:role/web-prod'] }
    const identity = await createExtIdentity({ provider: 'aws_iam', name: 'trusts web-prod', config: trusting }, owner)
    await query(bind, [accountId, identityOf('aws_iam')])
    await query(bind, [serviceAccountId, identity.id])
    await query(unbind, [serviceAccountId, identityOf('aws_iam')])
    const target = { organisationId: owner.actor.organisationId, serviceAccountId: accountId, publicUrl: 'https://bonafide.example' }
    const { bodies, command } = await world.lab.login('aws-role', target)
    // As if AWS itself had given somebody these keys.
    world.sts.addPrincipal({
      arn: 'arn:aws:sts::111122223333:assumed-role/web-prod/i-0demo',
      account: '111122223333',
      userId: 'AROADEMOWEBPROD00:i-0demo',
      accessKeyId: command?.environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: command?.environment.AWS_SECRET_ACCESS_KEY,
      sessionToken: command?.environment.AWS_SESSION_TOKEN,
    })
    const tokens = await world.count('service_account_tokens')
    expect((await world.send('aws-role', bodies[0])).json.code, 'a simulated identity for a real account').toBe('principal_not_trusted')
    const outbound = world.outbound.length
    const [persona] = await world.bodies('aws-role')
    expect((await world.send('aws-role', persona)).json.code, 'a real identity for a simulated account').toBe('login_denied')
    expect(world.outbound, 'the real STS is not asked for a simulated account').toHaveLength(outbound)
    expect(await world.count('service_account_tokens')).toBe(tokens)
    world.sts.removePrincipal(command?.environment.AWS_ACCESS_KEY_ID ?? '')
    await query(unbind, [accountId, identityOf('aws_iam')])
    await query(unbind, [serviceAccountId, identity.id])
    await query(bind, [serviceAccountId, identityOf('aws_iam')])
  })

  it('nor in a dry run: each identity is judged over its own network', async () => {
    const [body] = (await world.bodies('aws-role')) as { awsIam: unknown }[]
    const outbound = world.outbound.length
    const input = { provider: 'aws_iam', proof: body?.awsIam, serviceAccountId: world.demo.serviceAccountId }
    const alone = await testExtIdentity({ ...input, identityId: identityOf('aws_iam') }, owner)
    expect(alone.attempts.map(({ accepted }) => accepted)).toEqual([true])
    expect(world.outbound).toHaveLength(outbound)
    const all = await testExtIdentity(input, owner)
    expect(world.outbound, 'one call for all real ones').toHaveLength(outbound + 1)
    for (const { identityId, accepted } of all.attempts) expect(accepted).toBe(identityId === identityOf('aws_iam'))
  })

  it('and a platform that is away keeps nobody from hearing what the others say', async () => {
    const [body] = (await world.bodies('aws-role')) as { awsIam: unknown }[]
    const input = { provider: 'aws_iam', proof: body?.awsIam, serviceAccountId: world.demo.serviceAccountId }
    const away = async () => {
      throw new OutboundError('unreachable', 'nobody there')
    }
    const context = { ...owner, runtime: { ...owner.runtime, fetch: away } }
    const { attempts } = await testExtIdentity(input, context)
    const simulated = attempts.find(({ identityId }) => identityId === identityOf('aws_iam'))
    expect(simulated?.accepted).toBe(true)
    const other = attempts.find(({ identityId }) => identityId === real.identityId)
    expect(other?.steps.find(({ status }) => status === 'failed')).toMatchObject({ name: 'proof_valid', code: 'upstream_error' })
    await expect(testExtIdentity({ ...input, identityId: real.identityId }, context)).rejects.toMatchObject({ code: 'upstream_error' })
  })
})

describe('a simulated account', () => {
  const actorOf = async (): Promise<SignedInContext> => {
    const value = (await world.bearer()).split(' ')[2] ?? ''
    const context = world.anonymous()
    const hash = new Uint8Array(createHash('sha256').update(value).digest())
    const actor = await world.services.stores.signIn.actorOfServiceAccountToken(hash, '192.0.2.1')
    if (!actor) throw new Error('the token is dead')
    return { ...context, actor }
  }

  it('reads the secrets of its demo app, in plain and encrypted, and learns what its token opens', async () => {
    const authorization = await world.bearer('azure-managed-identity')
    const get = (path: string, headers = {}) => fetch(`${world.node.url}${path}`, { headers: { authorization, ...headers } })
    const plain = await get(`/v1/secrets/?app_id=${world.demo.appId}&env=Development`)
    expect(plain.status).toBe(200)
    expect(await plain.text()).toContain('demo-stripe-key-development')
    expect((await get('/secrets/', { environment: demoEnvironmentId })).status).toBe(200)
    const reach = await get('/secrets/tokens/')
    expect(((await reach.json()) as { apps: { name: string }[] }).apps.map(({ name }) => name)).toEqual(['demo'])
  })

  it('cannot read a real app, nor through a reference', async () => {
    const context = await actorOf()
    await expect(readSecrets({ environmentId: real.environmentId }, context)).rejects.toMatchObject({ code: 'not_found' })
    const reference = ['$', '{shop::Development.CANARY}'].join('')
    await createSecrets({ environmentId: demoEnvironmentId, secrets: [{ key: 'LINK', value: reference }] }, owner)
    const secrets = await readSecrets({ environmentId: demoEnvironmentId }, context)
    expect(secrets.find(({ key }) => key === 'LINK')?.value).toBe(reference)
  })

  it('may do nothing else, even as an owner', async () => {
    const context = await actorOf()
    const as: SignedInContext = { ...context, actor: { ...context.actor, role: owner.actor.role } as SignedInContext['actor'] }
    const secrets = [{ key: 'NEW', value: 'x' }]
    const [secret] = await readSecrets({ environmentId: demoEnvironmentId }, as)
    const id = secret?.id ?? ''
    const deeds: Record<string, () => Promise<unknown>> = {
      createSecrets: () => createSecrets({ environmentId: demoEnvironmentId, secrets }, as),
      updateSecrets: () => updateSecrets({ environmentId: demoEnvironmentId, secrets: [{ id, value: 'x' }] }, as),
      deleteSecrets: () => deleteSecrets({ environmentId: demoEnvironmentId, ids: [id] }, as),
      importSecrets: () => importSecrets({ environmentId: demoEnvironmentId, dotEnv: 'NEW=x' }, as),
      importIntoReal: () => importSecrets({ environmentId: real.environmentId, dotEnv: 'NEW=x' }, as),
      createApp: () => createApp({ name: 'mine' }, as),
      listApps: () => listApps({}, as),
      listEnvironments: () => listEnvironments({ appId: world.demo.appId }, as),
      grantAccountAccess: () => grantAccountAccess({ serviceAccountId: as.actor.id, environmentIds: [demoEnvironmentId] }, as),
      listServiceAccounts: () => listServiceAccounts({}, as),
      createServiceAccountToken: () => createServiceAccountToken({ serviceAccountId: real.accountId, name: 'x', expiresInSeconds: 60 }, as),
      listExchanges: () => listExchanges({}, as),
      readViewer: () => readViewer(as),
      readLab: () => readLab(as),
      startLab: () => startLab(as),
      removeLab: () => removeLab(as),
      sendPersonaLogin: () => sendPersonaLogin({ personaId: 'aws-role' }, as),
    }
    const before = await world.count("audit_events where action <> 'secrets.read'")
    for (const [name, deed] of Object.entries(deeds)) await expect(deed(), name).rejects.toMatchObject({ code: 'forbidden' })
    expect(await world.count("audit_events where action <> 'secrets.read'")).toBe(before)
    expect(await readEncryptedSecrets({ environmentId: demoEnvironmentId }, as)).not.toEqual([])
  })

  it('finds GraphQL, the live stream and the writing routes closed', async () => {
    const authorization = await world.bearer()
    const { json } = await ask(world.node, '{ viewer { id } }', {}, authorization)
    expect(json.errors[0].extensions.code).toBe('forbidden')
    expect((await fetch(`${world.node.url}/api/v1/exchanges/stream`, { headers: { authorization } })).status).toBe(403)
    const before = await world.count('secret_versions')
    const place = `?app_id=${world.demo.appId}&env=Development`
    const written = await post(`${world.node.url}/v1/secrets/${place}`, { secrets: [{ key: 'NEW', value: 'x' }] }, { authorization })
    expect({ status: written.status, code: written.json.code }).toEqual({ status: 403, code: 'forbidden' })
    expect(await world.count('secret_versions')).toBe(before)
  })
})

describe('a token of a simulated account lives at most fifteen minutes', () => {
  const serviceAccountId = () => world.demo.serviceAccountId

  it('made by hand', async () => {
    const tokens = await world.count('service_account_tokens')
    for (const expiresInSeconds of [null, 901, 86_400]) {
      const made = createServiceAccountToken({ serviceAccountId: serviceAccountId(), name: 'long', expiresInSeconds }, owner)
      await expect(made).rejects.toMatchObject({ code: 'malformed_request', fields: [{ pointer: '/expiresInSeconds' }] })
    }
    expect(await world.count('service_account_tokens')).toBe(tokens)
    const made = await createServiceAccountToken({ serviceAccountId: serviceAccountId(), name: 'short', expiresInSeconds: 900 }, owner)
    const alive = await fetch(`${world.node.url}/secrets/tokens/`, { headers: { authorization: `Bearer ${made.token}` } })
    expect(alive.status).toBe(200)
  })

  it('made by an exchange, also when the identity would allow more', async () => {
    const id = identityOf('aws_iam')
    await updateExtIdentity({ id, maxTtlSeconds: 86_400, defaultTtlSeconds: 3600 }, owner)
    for (const ttl of [undefined, 7200]) {
      const [body] = (await world.bodies('aws-role')) as object[]
      const { json } = await world.send('aws-role', { ...body, ...(ttl ? { tokenRequest: { ttl } } : {}) })
      expect(json.authentication.TTL).toBe(900)
    }
    await updateExtIdentity({ id, maxTtlSeconds: 900, defaultTtlSeconds: 900 }, owner)
  })

  it('and one whose row says otherwise is no token', async () => {
    const authorization = await world.bearer()
    const status = async () => (await fetch(`${world.node.url}/secrets/tokens/`, { headers: { authorization } })).status
    expect(await status()).toBe(200)
    await query(`update service_account_tokens set max_ttl_seconds = 86400, expires_at = created_at + interval '20 minutes'
      where id = (select id from service_account_tokens order by id desc limit 1)`)
    expect(await status()).toBe(403)
  })
})
