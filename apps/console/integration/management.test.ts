import {
  acceptInvite,
  bindExtIdentity,
  createApp,
  createExtIdentity,
  createRole,
  createServiceAccount,
  createServiceAccountToken,
  deleteExtIdentity,
  deleteServiceAccount,
  disableServiceAccount,
  type ExternalIdentity,
  exchange,
  grantAccountAccess,
  inviteMember,
  listAuditEvents,
  listBoundIdentities,
  listEnvironments,
  listExchanges,
  listExternalIdentities,
  listServiceAccounts,
  listServiceAccountTokens,
  managedRolePermissions,
  readAccountKeyring,
  readExchange,
  readExternalIdentity,
  readServiceAccount,
  revokeIdentityTokens,
  revokeServiceAccountToken,
  type SignedInContext,
  testExtIdentity,
  unbindExtIdentity,
  updateExtIdentity,
  updateServiceAccount,
  useClientKeys,
  useServerKeys,
} from '@bonafide/core'
import {
  mintToken as cutToken,
  decryptWith,
  encryptTo,
  formatKeyring,
  keyringKeyPair,
  newKeyPair,
  newMemberKeyring,
  newServiceAccountKeyring,
  parseKeyring,
  tokenKeyPair,
} from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserKeys, createWorld, random, type World } from './world.ts'

let world: World
let owner: SignedInContext
let stranger: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
  stranger = await world.foreigner()
})
afterAll(() => world.close())

const config = { principals: ['arn:aws:iam::111122223333:role/app'] }
let names = 0
const identity = (fields: object = {}, context = owner): Promise<ExternalIdentity> =>
  createExtIdentity({ provider: 'aws_iam', name: `identity ${++names}`, config, ...fields }, context)

const lastAudit = async () => (await listAuditEvents({ first: 1 }, owner)).rows[0]

describe('external identities', () => {
  it('R-040…R-044 R-061: have the documented defaults', async () => {
    const created = await identity()
    expect(created).toMatchObject({
      tokenName: 'aws-iam',
      defaultTtlSeconds: 3600,
      maxTtlSeconds: 86_400,
      description: '',
      enabled: true,
      version: 1,
    })
    expect(created.config).toMatchObject({ signatureExpirySeconds: 60, stsEndpoint: null, allowReuse: false, requireServerBinding: false })
    const tenantId = '72F988BF-86F1-41AF-91AB-2D7CD011DB47'
    const azure = await identity({
      provider: 'azure_entra',
      config: { tenantId, allowedServicePrincipalIds: ['a1b2c3d4-0000-4000-8000-000000000001'] },
    })
    expect(azure).toMatchObject({ tokenName: 'azure-entra' })
    expect(azure.config).toMatchObject({
      tenantId: tenantId.toLowerCase(),
      resource: 'https://management.azure.com/',
      cloud: 'public',
      allowUserTokens: false,
    })
  })

  it.each([
    ['R-040', { name: '' }],
    ['R-040', { name: 'a\u0000b' }],
    ['TOK-13', { defaultTtlSeconds: 7200, maxTtlSeconds: 3600 }],
    ['TOK-13', { maxTtlSeconds: 7_776_001 }],
    ['TOK-13', { defaultTtlSeconds: 0 }],
    ['TOK-13', { defaultTtlSeconds: -1 }],
    ['TOK-13', { defaultTtlSeconds: 2 ** 31 }],
    ['AWS-57', { config: { ...config, signatureExpirySeconds: 0 } }],
    ['AWS-57', { config: { ...config, signatureExpirySeconds: 86_400 } }],
    ['AWS-57', { config: { ...config, signatureExpirySeconds: '60' } }],
    ['AWS-57', { config: { ...config, signatureExpirySeconds: 60.5 } }],
    ['AWS-70', { config: { principals: ['*'] } }],
    ['AWS-70', { config: { principals: ['arn:aws:iam::*:role/deploy'] } }],
    ['AWS-75', { config: { principals: [] } }],
    ['AWS-17', { config: { ...config, stsEndpoint: 'https://169.254.169.254' } }],
    ['AWS-17', { config: { ...config, stsEndpoint: 'http://sts.amazonaws.com' } }],
    ['R-051', { config: { tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47' } }],
  ])('%s: %j is refused, and nothing is stored', async (_, fields) => {
    const before = await world.count('external_identities')
    await expect(identity(fields)).rejects.toMatchObject({ code: 'malformed_request' })
    expect(await world.count('external_identities')).toBe(before)
  })

  it('R-012: an unknown provider is refused by name', async () => {
    await expect(identity({ provider: 'foo' })).rejects.toMatchObject({ code: 'unsupported_provider' })
    await expect(identity({ provider: '__proto__' })).rejects.toMatchObject({ code: 'unsupported_provider' })
  })

  it('TOK-13: the database itself refuses lifetimes out of bounds', async () => {
    const { id } = await identity()
    await expect(world.database.pool.query('update external_identities set max_ttl_seconds = 7776001 where id = $1', [id])).rejects.toThrow(
      'lifetimes',
    )
  })

  it('an edit that began from an older version is a conflict', async () => {
    const { id } = await identity()
    await updateExtIdentity({ id, expectedVersion: 1, description: 'first' }, owner)
    await expect(updateExtIdentity({ id, expectedVersion: 1, description: 'second' }, owner)).rejects.toMatchObject({ code: 'conflict' })
    expect(await readExternalIdentity({ id }, owner)).toMatchObject({ description: 'first', version: 2 })
  })

  it('saving what is there already changes nothing', async () => {
    const { id, config } = await identity()
    await updateExtIdentity({ id, config, description: '' }, owner)
    expect(await readExternalIdentity({ id }, owner)).toMatchObject({ version: 1 })
  })

  it('D12: every change leaves an audit row with what changed', async () => {
    const { id, name } = await identity()
    expect(await lastAudit()).toMatchObject({
      action: 'external_identity.create',
      resourceId: id,
      resourceName: name,
      actor: { kind: 'member', id: world.owner.id },
    })
    await updateExtIdentity({ id, maxTtlSeconds: 7200 }, owner)
    expect(await lastAudit()).toMatchObject({
      action: 'external_identity.update',
      before: { maxTtlSeconds: 86_400 },
      after: { maxTtlSeconds: 7200 },
    })
    await deleteExtIdentity({ id }, owner)
    expect(await lastAudit()).toMatchObject({ action: 'external_identity.delete', before: { name } })
  })

  it('a name that is taken is a conflict, whatever its case', async () => {
    await identity({ name: 'Taken' })
    await expect(identity({ name: 'taken' })).rejects.toMatchObject({ code: 'conflict' })
  })
})

it('whoever may not read identities does not read in the audit log whom they trust', async () => {
  const { name } = await identity()
  const { context } = await world.member('Developer')
  const { rows } = await listAuditEvents({ resourceType: 'external_identity' }, context)
  expect(rows[0]).toMatchObject({ action: 'external_identity.create', resourceName: name, before: null, after: null })
})

describe('R-095 R-141 R-142: roles and the actions on identities', () => {
  const allowed: Record<string, string[]> = {
    Owner: ['create', 'read', 'update', 'delete', 'bind'],
    Admin: ['create', 'read', 'update', 'delete', 'bind'],
    Manager: ['create', 'read', 'update', 'delete'],
    Developer: [],
  }

  it.each(Object.keys(allowed))('%s', async (role) => {
    const { context } = role === 'Owner' ? world.owner : await world.member(role)
    const own = await identity()
    const account = await world.account()
    const deeds: Record<string, () => Promise<unknown>> = {
      create: () => identity({}, context),
      read: () => listExternalIdentities({}, context),
      update: () => updateExtIdentity({ id: own.id, description: role }, context),
      bind: () => bindExtIdentity({ identityId: own.id, serviceAccountId: account.id }, context),
      delete: () => deleteExtIdentity({ id: own.id }, context),
    }
    for (const [action, deed] of Object.entries(deeds)) {
      if (allowed[role]?.includes(action)) await expect(deed(), action).resolves.toBeDefined()
      else await expect(deed(), action).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  it('nobody signed in is nobody', async () => {
    await expect(listExternalIdentities({}, world.anonymous())).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('D18: binding', () => {
  it('needs every right that the account has', async () => {
    const account = await world.account({ roleId: await world.roleId('Developer') })
    const { id } = await identity()
    const permissions = { organisation: { ExternalIdentities: ['read', 'bind'], ServiceAccounts: ['read', 'update'] }, app: {} }
    const role = await createRole({ name: 'Binder', permissions }, owner)
    const binder = { ...owner, actor: { ...owner.actor, role } } as SignedInContext
    await expect(bindExtIdentity({ identityId: id, serviceAccountId: account.id }, binder)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await listBoundIdentities({ serviceAccountId: account.id }, owner)).toEqual([])
  })

  it('R-117: many identities, many accounts, every combination', async () => {
    const accounts = [await world.account(), await world.account()]
    const identities = [await identity(), await identity()]
    for (const account of accounts)
      for (const one of identities) await bindExtIdentity({ identityId: one.id, serviceAccountId: account.id }, owner)
    for (const account of accounts) {
      expect((await listBoundIdentities({ serviceAccountId: account.id }, owner)).map((one) => one.id)).toEqual(
        identities.map((one) => one.id),
      )
    }
  })

  it('R-118: a list replaces the set, an empty list clears it, no list leaves it', async () => {
    const { id } = await world.account()
    const [first, second] = [await identity(), await identity()]
    const bound = async () => (await listBoundIdentities({ serviceAccountId: id }, owner)).map((one) => one.id)
    await updateServiceAccount({ id, externalIdentityIds: [first.id, second.id] }, owner)
    expect(await bound()).toEqual([first.id, second.id])
    await updateServiceAccount({ id, name: `renamed ${id}` }, owner)
    expect(await bound()).toEqual([first.id, second.id])
    await updateServiceAccount({ id, externalIdentityIds: [second.id] }, owner)
    expect(await bound()).toEqual([second.id])
    await updateServiceAccount({ id, externalIdentityIds: [] }, owner)
    expect(await bound()).toEqual([])
  })

  it('D4: an account with client-managed keys is refused with what to switch on, and the switch works', async () => {
    const keyring = newServiceAccountKeyring(random)
    const handlers = [{ memberId: world.owner.id, wrappedKeyring: encryptTo(world.services.keyring.publicKey, 'sealed elsewhere', random) }]
    const account = await world.account({ keyManagement: 'client', clientKeys: { identityKey: keyring.publicKey, handlers } })
    const { id } = await identity()
    await expect(bindExtIdentity({ identityId: id, serviceAccountId: account.id }, owner)).rejects.toMatchObject({
      code: 'server_keys_required',
    })
    await expect(createServiceAccountToken({ serviceAccountId: account.id, name: 'x', expiresInSeconds: 60 }, owner)).rejects.toMatchObject(
      { code: 'server_keys_required' },
    )

    const foreignKeys = encryptTo(world.services.keyring.publicKey, formatKeyring(newServiceAccountKeyring(random)), random)
    await expect(useServerKeys({ id: account.id, keyring: foreignKeys }, owner)).rejects.toMatchObject({ code: 'malformed_request' })
    await useServerKeys({ id: account.id, keyring: encryptTo(world.services.keyring.publicKey, formatKeyring(keyring), random) }, owner)
    expect(await lastAudit()).toMatchObject({ action: 'service_account.key_management', after: { keyManagement: 'server' } })
    await bindExtIdentity({ identityId: id, serviceAccountId: account.id }, owner)
    await useClientKeys({ id: account.id, handlers }, owner)
    expect((await readServiceAccount({ id: account.id }, owner)).serverWrappedKeyring).toBeNull()
  })

  it('D4: client-managed keys are of use to those who hold them, and to nobody else', async () => {
    const keyring = newServiceAccountKeyring(random)
    const wrappedKeyring = encryptTo(newKeyPair(random).publicKey, formatKeyring(keyring), random)
    const handlers = [{ memberId: world.owner.id, wrappedKeyring }]
    const account = await world.account({ keyManagement: 'client', clientKeys: { identityKey: keyring.publicKey, handlers } })
    expect(await readAccountKeyring({ id: account.id }, owner)).toBe(wrappedKeyring)
    expect(await readAccountKeyring({ id: account.id }, (await world.member('Admin')).context)).toBeNull()

    const mine = cutToken('pss_service:v2', keyringKeyPair(keyring), random)
    const input = { serviceAccountId: account.id, name: 'by the client', expiresInSeconds: 60, wrappedKeyShare: mine.wrappedKeyShare }
    const { token, bearerToken } = await createServiceAccountToken(input, owner)
    expect(token).toBeNull()
    const response = await fetch(`${world.node.url}/service/secrets/tokens/`, { headers: { authorization: `Bearer ${bearerToken}` } })
    const { wrapped_key_share } = (await response.json()) as { wrapped_key_share: string }
    expect(tokenKeyPair(mine, wrapped_key_share)).toEqual(keyringKeyPair(keyring))
  })

  it('R-022 D4: keys that the server made go to a member, wrapped for her alone, and the server forgets them', async () => {
    const account = await world.account()
    const hers = newMemberKeyring(random)
    const email = `bo-${++names}@example.org`
    const { code } = await inviteMember({ email, roleId: await world.roleId('Developer') }, owner)
    const joined = await acceptInvite({ code, fullName: 'Bo', ...browserKeys(hers) }, world.anonymous())
    const memberId = joined.member.id
    const changed = await useClientKeys({ id: account.id, handlers: [{ memberId }] }, owner)
    expect(changed.serverWrappedKeyring).toBeNull()
    const wrapped = await world.services.stores.serviceAccounts.handlerKeyring(account.id, memberId)
    const opened = parseKeyring(decryptWith(keyringKeyPair(hers.keyring).privateKey, wrapped ?? ''))
    expect(opened.publicKey).toBe(account.identityKey)
    // Nobody is left who could wrap them again.
    const again = useClientKeys({ id: account.id, handlers: [{ memberId }] }, owner)
    await expect(again).rejects.toMatchObject({ code: 'client_keys_required' })
    expect(await world.services.stores.serviceAccounts.handlerKeyring(account.id, memberId)).toBe(wrapped)
  })

  it('D4: who reads less than an account is not given its keys by the server, nor may give them to others', async () => {
    const account = await world.account()
    const app = await createApp({ name: `beyond ${++names}` }, owner)
    const environmentIds = (await listEnvironments({ appId: app.id }, owner)).map(({ id }) => id)
    await grantAccountAccess({ serviceAccountId: account.id, environmentIds }, owner)
    await createRole({ name: 'Keeper', permissions: managedRolePermissions.admin }, owner)
    const { id: memberId, context } = await world.member('Keeper')
    const taking = useClientKeys({ id: account.id, handlers: [{ memberId }] }, context)
    await expect(taking).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('environments that you do not') })
    expect((await readServiceAccount({ id: account.id }, owner)).serverWrappedKeyring).not.toBeNull()
    expect(await world.services.stores.serviceAccounts.handlerKeyring(account.id, memberId)).toBeNull()
    await useClientKeys({ id: account.id, handlers: [{ memberId }] }, owner)
    expect(await lastAudit()).toMatchObject({ after: { keyManagement: 'client', handlerIds: [memberId], givenByServer: [memberId] } })
  })

  it('a manager makes service accounts, but hands out no rights of theirs that he lacks', async () => {
    const { context } = await world.member('Manager')
    const account = await createServiceAccount({ name: 'made by a manager', roleId: await world.roleId('Service') }, context)
    const minting = createServiceAccountToken({ serviceAccountId: account.id, name: 'x', expiresInSeconds: 60 }, context)
    await expect(minting).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('WEB-36: a service account cannot carry a role that reaches everything', async () => {
    for (const role of ['Owner', 'Admin']) {
      await expect(createServiceAccount({ name: role, roleId: await world.roleId(role) }, owner)).rejects.toMatchObject({
        code: 'malformed_request',
      })
    }
  })
})

describe('objects of another organisation are not found, whichever argument names them', () => {
  it('GQL-21 GQL-22', async () => {
    const account = await world.account()
    const own = await world.awsIdentity(account.id)
    const granted = await exchange(world.services.providers.aws_iam, world.awsBody(world.role(), account.id), world.anonymous())
    const { rows } = await listServiceAccountTokens({ serviceAccountId: account.id }, owner)
    const tokenId = rows[0]?.id
    const foreignIdentity = await identity({ name: 'theirs' }, stranger)

    const crossings: [string, () => Promise<unknown>][] = [
      ['readServiceAccount', () => readServiceAccount({ id: account.id }, stranger)],
      ['updateServiceAccount', () => updateServiceAccount({ id: account.id, name: 'mine' }, stranger)],
      ['disableServiceAccount', () => disableServiceAccount({ id: account.id }, stranger)],
      ['deleteServiceAccount', () => deleteServiceAccount({ id: account.id }, stranger)],
      [
        'createServiceAccountToken',
        () => createServiceAccountToken({ serviceAccountId: account.id, name: 'x', expiresInSeconds: 60 }, stranger),
      ],
      ['revokeServiceAccountToken', () => revokeServiceAccountToken({ id: tokenId }, stranger)],
      ['revokeIdentityTokens', () => revokeIdentityTokens({ identityId: own.id }, stranger)],
      ['readExternalIdentity', () => readExternalIdentity({ id: own.id }, stranger)],
      ['updateExtIdentity', () => updateExtIdentity({ id: own.id, description: 'mine' }, stranger)],
      ['deleteExtIdentity', () => deleteExtIdentity({ id: own.id }, stranger)],
      ['readExchange', () => readExchange({ id: granted.exchangeId }, stranger)],
      [
        'bind their identity to our account',
        () => bindExtIdentity({ identityId: foreignIdentity.id, serviceAccountId: account.id }, owner),
      ],
      ['bind our identity to our account, as them', () => bindExtIdentity({ identityId: own.id, serviceAccountId: account.id }, stranger)],
      ['unbind', () => unbindExtIdentity({ identityId: own.id, serviceAccountId: account.id }, stranger)],
      ['list of ids', () => updateServiceAccount({ id: account.id, externalIdentityIds: [own.id, foreignIdentity.id] }, owner)],
      ['role', () => updateServiceAccount({ id: account.id, roleId: stranger.actor.role.id }, owner)],
    ]
    for (const [name, cross] of crossings) await expect(cross(), name).rejects.toMatchObject({ code: 'not_found' })
    for (const list of [listServiceAccounts, listExchanges, listServiceAccountTokens]) expect((await list({}, stranger)).rows).toEqual([])
    expect((await listBoundIdentities({ serviceAccountId: account.id }, owner)).map((one) => one.id)).toEqual([own.id])
  })
})

describe('exchanges', () => {
  it('are read by those who may read both logs and identities: not by developers, not by workloads', async () => {
    expect((await listExchanges({}, (await world.member('Manager')).context)).rows).toBeDefined()
    await expect(listExchanges({}, (await world.member('Developer')).context)).rejects.toMatchObject({ code: 'forbidden' })
    const { permissions: _, ...role } = owner.actor.role
    const workload = {
      ...owner,
      actor: { ...owner.actor, role: { ...role, key: 'service', permissions: { organisation: {}, app: {} } } },
    } as SignedInContext
    await expect(listExchanges({}, workload)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('tokens', () => {
  it('made by hand are shown once, listed without their value, and revoked', async () => {
    const account = await world.account()
    const created = await createServiceAccountToken({ serviceAccountId: account.id, name: 'release', expiresInSeconds: null }, owner)
    expect(created.serviceAccountToken.expiresAt).toBeNull()
    const page = await listServiceAccountTokens({ serviceAccountId: account.id, status: 'active' }, owner)
    expect(JSON.stringify(page)).not.toContain(created.token?.split(':')[2])
    await revokeServiceAccountToken({ id: created.serviceAccountToken.id }, owner)
    expect((await listServiceAccountTokens({ serviceAccountId: account.id, status: 'active' }, owner)).rows).toEqual([])
    expect((await listServiceAccountTokens({ serviceAccountId: account.id, status: 'revoked' }, owner)).rows).toHaveLength(1)
  })

  it('an expiry must be said; "never" only by null', async () => {
    const account = await world.account()
    await expect(createServiceAccountToken({ serviceAccountId: account.id, name: 'x' }, owner)).rejects.toMatchObject({
      code: 'malformed_request',
    })
  })

  it('TOK-17: the database refuses an exchanged token without an end, or one beyond its maximum', async () => {
    const account = await world.account()
    await world.awsIdentity(account.id)
    await exchange(world.services.providers.aws_iam, world.awsBody(world.role(), account.id), world.anonymous())
    const { pool } = world.database
    await expect(
      pool.query('update service_account_tokens set expires_at = null where service_account_id = $1', [account.id]),
    ).rejects.toThrow('exchanged_expire')
    await expect(
      pool.query(`update service_account_tokens set expires_at = now() + interval '2 days' where service_account_id = $1`, [account.id]),
    ).rejects.toThrow('exchanged_expire')
  })

  it('R-133: 250 tokens page by 25', async () => {
    const account = await world.account()
    await world.database.pool.query(
      `insert into service_account_tokens (id, service_account_id, name, value_hash, identity_key, wrapped_key_share)
       select gen_random_uuid(), $1, 'bulk ' || n, sha256(n::text::bytea || random()::text::bytea), '', '' from generate_series(1, 250) n`,
      [account.id],
    )
    const first = await listServiceAccountTokens({ serviceAccountId: account.id }, owner)
    expect(first).toMatchObject({ hasNextPage: true, totalCount: 250 })
    const second = await listServiceAccountTokens({ serviceAccountId: account.id, after: first.rows.at(-1)?.id }, owner)
    expect(new Set([...first.rows, ...second.rows].map((row) => row.id)).size).toBe(50)
  })
})

describe('N-02: trying a proof out', () => {
  it('tells what every identity would have said, mints nothing and keeps nothing', async () => {
    const account = await world.account()
    const trusting = await world.awsIdentity(account.id)
    const other = await identity({ config: { principals: ['arn:aws:iam::111122223333:role/other'] } })
    const { awsIam } = world.awsBody(world.role(), account.id) as { awsIam: unknown }
    const before = [await world.count('service_account_tokens'), await world.count('exchanges'), await world.count('used_proofs')]
    const { attempts, principal } = await testExtIdentity({ provider: 'aws_iam', proof: awsIam }, owner)
    expect(principal?.name).toContain('assumed-role/app')
    expect(attempts.find((attempt) => attempt.identityId === trusting.id)?.accepted).toBe(true)
    expect(attempts.find((attempt) => attempt.identityId === other.id)).toMatchObject({ accepted: false })
    expect([await world.count('service_account_tokens'), await world.count('exchanges'), await world.count('used_proofs')]).toEqual(before)
  })
})
