import { readFileSync } from 'node:fs'
import {
  acceptInvite,
  announce,
  createApp,
  createCredential,
  createExtIdentity,
  createPersonalAccessToken,
  createRole,
  createSecrets,
  createServiceAccount,
  createServiceAccountToken,
  createSync,
  createWebhook,
  exchange,
  grantAccountAccess,
  inviteMember,
  listEnvironments,
  listExchanges,
  listRoles,
  listSessions,
  listWebhookDeliveries,
  newId,
  planSync,
  type SignedInContext,
  updateServiceAccount,
} from '@bonafide/core'
import { newServiceAccountKeyring } from '@bonafide/crypto'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsWorld, accessKeysInput, createAwsWorld } from './aws-world.ts'
import { documentFor, type IdPlace, idPlaces, nameOf } from './graphql-operations.ts'
import { browserKeys, random } from './world.ts'

/** Kinds of objects that a client can name. */
type Kind =
  | 'member'
  | 'role'
  | 'invite'
  | 'session'
  | 'personalAccessToken'
  | 'app'
  | 'environment'
  | 'secret'
  | 'serviceAccount'
  | 'token'
  | 'identity'
  | 'exchange'
  | 'credential'
  | 'sync'
  | 'webhook'
  | 'webhookDelivery'
type Objects = Record<Kind, string>

// The committed contract; `codegen --check` holds it to the SDL.
const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'))
const places = idPlaces(schema)

/** What an argument's name says about the object; `id` and `ids` mean what the field is about. */
const kindOfName: Record<string, Kind> = {
  memberId: 'member',
  actorId: 'member',
  roleId: 'role',
  appId: 'app',
  environmentId: 'environment',
  environmentIds: 'environment',
  leftId: 'environment',
  rightId: 'environment',
  fromEnvironmentId: 'environment',
  toEnvironmentId: 'environment',
  secretId: 'secret',
  secretIds: 'secret',
  serviceAccountId: 'serviceAccount',
  identityId: 'identity',
  madeForId: 'serviceAccount',
  exchangeId: 'exchange',
  deliveryId: 'webhookDelivery',
  externalIdentityIds: 'identity',
  credentialId: 'credential',
}
const kindOfField: [RegExp, Kind][] = [
  [/ServiceAccountTokens?$/, 'token'],
  [/PersonalAccessToken$/, 'personalAccessToken'],
  [/Session$/, 'session'],
  [/ExtIdentity(Version)?$|^externalIdentity$/, 'identity'],
  [/ServiceAccount$|^serviceAccount$|^use(Server|Client)Keys$/, 'serviceAccount'],
  [/Secrets$/, 'secret'],
  [/Environment$|^environment$/, 'environment'],
  [/App$|^app$/, 'app'],
  [/Role$|^role$/, 'role'],
  [/Invite$/, 'invite'],
  [/Member$|^member$/, 'member'],
  [/Credential$|^credential$/, 'credential'],
  [/Sync$|^sync$|^resolveDrift$/, 'sync'],
  [/^exchange(Testimony)?$/, 'exchange'],
  [/[wW]ebhook(Secret)?$/, 'webhook'],
]

function kindOf({ field, path }: IdPlace): Kind | undefined {
  const name = path.findLast((step) => step !== 0)
  return kindOfName[String(name)] ?? kindOfField.find(([pattern]) => pattern.test(field))?.[1]
}

/** Where an unknown id is not an error: it only narrows a list, or stands beside what is asked for. */
const narrows = /^(serviceAccounts|serviceAccountTokens|exchanges|auditEvents|members|refusedCallers|syncs)\(/
/** Where it narrows what is counted. */
const counts = /^(exchangeStats|unverifiedRefusals)\(/
/** For whom a proof was made: it is compared with what was signed, and names nothing that is read. */
const compared = /^(testExtIdentity\(input\.serviceAccountId|tryProof\(input\.madeForId)\)$/
/** Keys for somebody are matched with whom the server itself says must hold them; all others are refused or passed over. */
const matched = /\.keys\.|environmentKeys|^reorderEnvironments\(input\.environmentIds/

let world: AwsWorld
let door: GraphqlDoor
let ours: Objects
let theirs: Objects
let owner: SignedInContext
let stranger: SignedInContext

beforeAll(async () => {
  world = await createAwsWorld()
  door = await createGraphqlDoor(world.services)
  owner = world.owner.context
  stranger = await world.foreigner()
  ours = await populate(owner)
  theirs = { ...(await populate(stranger)), session: newId(world.services.runtime) }
})
afterAll(async () => {
  await door.stop()
  await world.close()
})

/** One object of every kind in the organisation of whoever asks. */
async function populate(context: SignedInContext): Promise<Objects> {
  const roles = await listRoles(context)
  const serviceRole = roles.find(({ key }) => key === 'service')?.id
  const role = await createRole({ name: 'Reader', permissions: { organisation: { Apps: ['read'] }, app: {} } }, context)
  const { invite } = await inviteMember({ email: `invited-${context.actor.id}@example.org`, roleId: role.id }, context)
  const { code } = await inviteMember({ email: `joined-${context.actor.id}@example.org`, roleId: role.id }, context)
  const { member } = await acceptInvite({ code, fullName: 'Grace', ...browserKeys() }, world.anonymous())
  const { personalAccessToken } = await createPersonalAccessToken({ name: 'laptop', expiresInSeconds: 3600 }, context)
  const app = await createApp({ name: 'shop' }, context)
  const [environment] = await listEnvironments({ appId: app.id }, context)
  const environmentId = environment?.id ?? ''
  const [secret] = await createSecrets({ environmentId, secrets: [{ key: 'PASSWORD', value: 'told to nobody' }] }, context)
  const account = await createServiceAccount({ name: 'worker', roleId: serviceRole }, context)
  await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [environmentId] }, context)
  const identity = await createExtIdentity(
    { provider: 'aws_iam', name: 'trusted', config: { principals: ['arn:aws:iam::111122223333:role/app'] } },
    context,
  )
  await updateServiceAccount({ id: account.id, externalIdentityIds: [identity.id] }, context)
  const { serviceAccountToken } = await createServiceAccountToken(
    { serviceAccountId: account.id, name: 'by hand', expiresInSeconds: 3600 },
    context,
  )
  const { credential } = await createCredential(accessKeysInput(world, `keys-${context.actor.id}`), context)
  const planned = { environmentId, credentialId: credential.id, options: { secretName: `shop-${context.actor.id}` } }
  const sync = await createSync({ ...planned, planId: (await planSync(planned, context)).id }, context)
  const session = `i-${context.actor.id.slice(-12)}`
  await exchange(world.services.providers.aws_iam, world.awsBody(world.role('app', session), account.id), world.anonymous())
  const [attempt] = (await listExchanges({ first: 1 }, context)).rows
  const [signedIn] = (await listSessions({ first: 1 }, context)).rows
  const { webhook } = await createWebhook({ url: 'https://hooks.example.com/', events: ['sync.failed'] }, context)
  await announce('sync.failed', context.actor.organisationId, failedSync, context.stores, context)
  const [delivery] = (await listWebhookDeliveries({ webhookId: webhook.id }, context)).rows
  return {
    member: member.id,
    role: role.id,
    invite: invite.id,
    session: signedIn?.id ?? '',
    personalAccessToken: personalAccessToken.id,
    app: app.id,
    environment: environmentId,
    secret: secret?.id ?? '',
    serviceAccount: account.id,
    token: serviceAccountToken.id,
    identity: identity.id,
    exchange: attempt?.id ?? '',
    credential: credential.id,
    sync: sync.id,
    webhook: webhook.id,
    webhookDelivery: delivery?.id ?? '',
  }
}

const failedSync = {
  syncId: '0197aaaa-0000-7000-8000-000000000001',
  runId: null,
  appId: '0197aaaa-0000-7000-8000-000000000002',
  appName: 'shop',
  environmentId: '0197aaaa-0000-7000-8000-000000000003',
  environmentName: 'Production',
  path: '/',
  destination: 'aws_secrets_manager',
  target: 'shop',
  code: 'absent',
  sentence: 'The secret is gone.',
  missingAction: null,
} as const

const publicKey = newServiceAccountKeyring(random).publicKey
const sealed = `ph:v1:${publicKey}:${Buffer.from(random(64)).toString('base64')}`
const proof = { azureEntra: { jwt: Buffer.from('a.b.c').toString('base64') } }
const secretOptions = { awsSecretsManager: { secretName: 'shop/new' } }
const keyPair = { wrappedSeed: sealed, wrappedSalt: sealed }

/** Everything an operation needs besides ids, by field: sound enough to get as far as the ids. */
const rest: Record<string, Record<string, unknown>> = {
  createApp: { name: 'new app' },
  createEnvironment: { name: 'Preview' },
  renameEnvironment: { name: 'Preview' },
  restoreExtIdentityVersion: { version: 1 },
  createSecrets: { secrets: [{ key: 'NEW', value: 'x' }] },
  updateSecrets: { secrets: [{ value: 'x' }] },
  importSecrets: { dotEnv: 'NEW=1' },
  previewSecretImport: { dotEnv: 'NEW=1' },
  restoreSecretVersion: { version: 1 },
  changeSecrets: { create: [{ key: 'NEW', value: 'x' }] },
  changeEncryptedSecrets: { create: [{ key: sealed, keyDigest: 'ab'.repeat(32), value: sealed }] },
  revealSecretVersion: { version: 1 },
  createEncryptedSecrets: { secrets: [{ key: sealed, keyDigest: 'ab'.repeat(32), value: sealed }] },
  updateEncryptedSecrets: { secrets: [{ value: sealed, tags: [] }] },
  setAppEncryption: { serverEncryption: true },
  inviteMember: { email: 'somebody@example.org' },
  createServiceAccount: { name: 'new account' },
  createServiceAccountToken: { name: 'new token', expiresInSeconds: 3600 },
  useServerKeys: { keyring: sealed },
  useClientKeys: { handlers: [{ wrappedKeyring: sealed }] },
  testExtIdentity: { proof },
  tryProof: { proof },
  updateCredential: { name: 'renamed', expectedVersion: 1 },
  remoteSecrets: { destination: 'AWS_SECRETS_MANAGER', prefix: '' },
  planSync: { options: secretOptions },
  createSync: { options: secretOptions, planId: 'seen' },
  updateSync: { planId: 'seen', expectedVersion: 1 },
  resolveDrift: { resolution: 'OVERWRITE', planId: 'seen' },
  deleteSync: { deletesRemote: false },
  refusedCallers: { dismissed: false },
  credentialSetup: { kind: 'AWS_WEB_IDENTITY', region: 'eu-central-1' },
  exchangeStats: { since: '2026-01-01T00:00:00Z', buckets: 4 },
}
/** What stands beside an optional id, so that the id itself is what is judged. */
const beside: [RegExp, Record<string, unknown>][] = [
  [
    /^createApp\(input\.environments/,
    { name: 'e2e', serverEncryption: false, environments: [{ name: 'a', identityKey: publicKey, keys: [keyPair] }] },
  ],
  [/^createEnvironment\(input\.keys/, { name: 'e2e', identityKey: publicKey, keys: [keyPair] }],
  [/environmentKeys/, { environmentKeys: [{ seed: sealed, salt: sealed }] }],
  [/Access\(input\.keys/, { keys: [keyPair] }],
  [/^change(Encrypted)?Secrets\(input\.update/, { create: [], update: [{ version: 1 }] }],
  [/^change(Encrypted)?Secrets\(input\.delete/, { create: [], delete: [{ version: 1 }] }],
  [
    /^createServiceAccount\(input\.clientKeys/,
    { name: 'e2e', keyManagement: 'CLIENT', clientKeys: { identityKey: publicKey, handlers: [{ wrappedKeyring: sealed }] } },
  ],
]

/** Variables for the operation: the id under test in its place, and the caller's own objects in all others that must be filled. */
function variablesFor(place: IdPlace, id: string): Record<string, unknown> {
  const extra = beside.find(([pattern]) => pattern.test(nameOf(place)))?.[1]
  const variables: Record<string, unknown> =
    place.path[0] === 'input' ? { input: structuredClone({ ...rest[place.field], ...extra }) } : { ...rest[place.field] }
  for (const other of places.filter(({ field }) => field === place.field)) {
    if (isNeeded(other, place)) put(variables, other.path, theirs[kindOf(other) ?? 'app'])
  }
  put(variables, place.path, id)
  return variables
}

// Optional ids stay out, unless they are under test or belong to something that is there anyway.
const optional =
  /externalIdentityIds|filter|^change.*(update|delete)|clientKeys|\.keys\.|environmentKeys|environments\.|testExtIdentity\(input\.|tryProof\(input\.|revokeIdentityTokens\(input\.serviceAccountId|updateServiceAccount\(input\.roleId|planSync\(input\.id|updateSync\(input\.credentialId/
const isNeeded = (other: IdPlace, tested: IdPlace): boolean => other !== tested && !optional.test(nameOf(other))

function put(target: Record<string, unknown>, path: IdPlace['path'], value: string): void {
  // biome-ignore lint/suspicious/noExplicitAny: variables are as deep as the schema says
  let at: any = target
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1
    at[step] = isLast ? value : (at[step] ?? (path[index + 1] === 0 ? [] : {}))
    at = at[step]
  }
}

/** What the caller sees, without what differs by nature: the request id and the id that was asked for. */
async function outcome(place: IdPlace, id: string, context: SignedInContext) {
  const answer = await door.execute({ document: documentFor(schema, place), variables: variablesFor(place, id), context })
  const text = JSON.stringify({ data: answer.data, errors: answer.errors })
    .replaceAll(id, '<id>')
    .replaceAll(/req_[0-9a-f]{32}/g, '<request>')
  return { text, codes: (answer.errors ?? []).map(({ extensions }) => extensions?.code), data: answer.data }
}

/** Everything of our organisation that an operation of this API could have changed. */
async function picture(): Promise<string> {
  const { data, errors } = await door.execute({
    document: `{
      organisation { name }
      members { edges { node { id role { id } } } }
      invites { edges { node { id email } } }
      roles { edges { node { id name permissions { organisation { resource actions } } } } }
      apps { edges { node { id name serverEncryption environments { edges { node { id name position updatedAt } } } } } }
      serviceAccounts { edges { node { id name enabled keyManagement role { id } externalIdentities { edges { node { id } } } access { edges { node { environmentId } } } } } }
      serviceAccountTokens { edges { node { id revokedAt } } }
      externalIdentities { edges { node { id version } } }
      credentials(first: 3) { edges { node { id name version checkedAt } } }
      syncs(first: 3) { edges { node { id version pausedAt lastRunAt nextRunAt } } }
      webhooks(first: 2) { edges { node { id version deliveries(first: 2) { edges { node { id state } } } } } }
      viewer { sessions { edges { node { id } } } personalAccessTokens { edges { node { id revokedAt } } } }
    }`,
    context: owner,
  })
  expect(errors).toBeUndefined()
  return JSON.stringify(data)
}

describe('GQL-21 GQL-22: an object of another organisation is answered like one that does not exist', () => {
  it('the matrix knows every place of the schema that takes an id', () => {
    expect(places.length).toBeGreaterThan(60)
    expect(places.filter((place) => kindOf(place) === undefined).map(nameOf)).toEqual([])
  })

  it.each(places.map((place) => [nameOf(place), place] as const))('%s', async (name, place) => {
    const kind = kindOf(place) as Kind
    const before = await picture()
    const foreign = await outcome(place, ours[kind], stranger)
    const unknown = await outcome(place, newId(world.services.runtime), stranger)
    expect(foreign.text).toBe(unknown.text)
    if (narrows.test(name)) expect(foreign.text).toContain('"edges":[]')
    else if (counts.test(name)) expect(foreign.text).toMatch(/"(accepted|count)":0/)
    else if (!matched.test(name) && !compared.test(name)) expect(foreign.codes, foreign.text).toEqual(['not_found'])
    expect(await picture()).toBe(before)
  })

  it('and our own objects are found by the same operations', async () => {
    const read = places.filter(({ kind, path }) => kind === 'query' && path.join() === 'id')
    for (const place of read) {
      const { codes, data } = await outcome(place, ours[kindOf(place) as Kind], owner)
      expect([place.field, codes]).toEqual([place.field, []])
      expect(data?.[place.field]).not.toBeNull()
    }
  })
})

describe('GQL-23: an id of another kind is an id of nothing', () => {
  const reads = places.filter(({ kind, path }) => kind === 'query' && path.join() === 'id')

  it.each(reads.map((place) => [place.field, place] as const))('%s', async (_, place) => {
    const unknown = await outcome(place, newId(world.services.runtime), owner)
    for (const [kind, id] of Object.entries(ours)) {
      if (kind !== kindOf(place)) expect([kind, (await outcome(place, id, owner)).text]).toEqual([kind, unknown.text])
    }
    for (const relay of ['ServiceAccount:1', Buffer.from(`ServiceAccount:${ours.serviceAccount}`).toString('base64')]) {
      expect((await outcome(place, relay, owner)).codes).toEqual(['malformed_request'])
    }
  })
})

describe('GQL-24: a cursor opens nothing', () => {
  const lists = [
    'externalIdentities',
    'serviceAccounts',
    'serviceAccountTokens',
    'exchanges',
    'apps',
    'members',
    'invites',
    'auditEvents',
    'syncs',
  ]

  it.each(lists)('%s after a cursor of another organisation: own rows only', async (list) => {
    const document = `query($after: String) { ${list}(first: 100, after: $after) { edges { cursor node { id } } } }`
    const idsOf = (answer: Awaited<ReturnType<GraphqlDoor['execute']>>): string[] => {
      const edges = (answer.data?.[list] as { edges: { node: { id: string } }[] } | null)?.edges ?? []
      return edges.map(({ node }) => node.id)
    }
    const foreign = await door.execute({ document, context: owner })
    const cursor = (foreign.data?.[list] as { edges: { cursor: string }[] } | undefined)?.edges[0]?.cursor
    const own = idsOf(await door.execute({ document, context: stranger }))
    const after = idsOf(await door.execute({ document, variables: { after: cursor }, context: stranger }))
    expect(own.length).toBeGreaterThan(0)
    expect(after.filter((id) => !own.includes(id))).toEqual([])
    expect(idsOf(foreign).filter((id) => own.includes(id))).toEqual([])
  })
})
