import {
  type Context,
  changeMemberRole,
  createApp,
  createRole,
  createServiceAccountToken,
  exchange,
  type SignedInContext,
  updateExtIdentity,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { awsStsEndpoints } from '@bonafide/identity-providers/forms'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, post, type World } from './world.ts'

let world: World
let door: GraphqlDoor
let owner: SignedInContext

beforeAll(async () => {
  world = await createWorld()
  door = await createGraphqlDoor(world.services, { awsStsEndpoints })
  owner = world.owner.context
})
afterAll(async () => {
  await door.stop()
  await world.close()
})

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
type Data = any

/** The data of an operation that must succeed. */
async function ask(document: string, variables: Record<string, unknown> = {}, context: Context = owner): Promise<Data> {
  const { data, errors } = await door.execute({ document, variables, context })
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

/** Codes by path of an operation's errors. */
async function refusals(document: string, variables: Record<string, unknown>, context: Context): Promise<string[]> {
  const { errors = [] } = await door.execute({ document, variables, context })
  return errors.map(({ path, extensions }) => `${path?.join('.') ?? ''}: ${extensions?.code}`)
}

const create = `mutation($input: CreateExtIdentityInput!) {
  createExtIdentity(input: $input) {
    externalIdentity {
      id name provider version summary defaultTtl maxTtl tokenName enabled lint { code severity field }
      config {
        __typename
        ... on AwsIamConfig { principals signatureExpirySeconds stsEndpoint allowReuse requireServerBinding }
        ... on AzureEntraConfig { tenantId resource allowedServicePrincipalIds cloud allowUserTokens singleUse }
      }
    }
    userErrors { field code message }
  }
}`
const awsIam = { principals: ['arn:aws:iam::111122223333:role/web-prod'] }
let names = 0
const name = () => `identity ${++names}`

describe('external identities', () => {
  it('R-150 R-152 R-061: createExtIdentity answers the identity with its typed configuration and the defaults', async () => {
    const { createExtIdentity } = await ask(create, { input: { name: 'prod', config: { awsIam } } })
    expect(createExtIdentity.userErrors).toEqual([])
    expect(createExtIdentity.externalIdentity).toMatchObject({
      name: 'prod',
      provider: 'AWS_IAM',
      version: 1,
      tokenName: 'aws-iam',
      defaultTtl: 3600,
      maxTtl: 86_400,
      enabled: true,
      summary: expect.stringContaining('web-prod'),
      config: { __typename: 'AwsIamConfig', ...awsIam, signatureExpirySeconds: 60, stsEndpoint: null, allowReuse: false },
    })
  })

  it('R-051: the configuration of Azure is another type', async () => {
    const azureEntra = {
      tenantId: '72F988BF-86F1-41AF-91AB-2D7CD011DB47',
      allowedServicePrincipalIds: ['a1b2c3d4-0000-4000-8000-000000000001'],
      cloud: 'USGOV',
    }
    const { createExtIdentity } = await ask(create, { input: { name: name(), config: { azureEntra } } })
    expect(createExtIdentity.externalIdentity).toMatchObject({
      provider: 'AZURE_ENTRA',
      config: { __typename: 'AzureEntraConfig', tenantId: azureEntra.tenantId.toLowerCase(), cloud: 'USGOV', singleUse: false },
    })
  })

  it('R-051: fields of another provider, or two providers, are refused by the schema', async () => {
    for (const config of [{ awsIam: { ...awsIam, tenantId: 'x' } }, { awsIam, azureEntra: null }, { awsIam, azureEntra: {} }, {}]) {
      const { data, errors } = await door.execute({ document: create, variables: { input: { name: name(), config } }, context: owner })
      expect(data).toBeUndefined()
      expect(errors?.[0]?.extensions?.code).toBe('malformed_request')
    }
  })

  it.each([
    [{ config: { awsIam: { principals: ['arn:aws:iam::*:role/x'] } } }, ['config', 'awsIam', 'principals', '0'], 'malformed_request'],
    [{ config: { awsIam: { ...awsIam, signatureExpirySeconds: 0 } } }, ['config', 'awsIam', 'signatureExpirySeconds'], 'malformed_request'],
    [{ config: { awsIam: { ...awsIam, stsEndpoint: 'https://sts.example' } } }, ['config', 'awsIam', 'stsEndpoint'], 'malformed_request'],
    [{ config: { awsIam }, defaultTtl: 0 }, ['defaultTtl'], 'malformed_request'],
    [{ config: { awsIam }, defaultTtl: 7200, maxTtl: 3600 }, ['defaultTtl'], 'malformed_request'],
    [{ config: { awsIam }, name: '' }, ['name'], 'malformed_request'],
  ])('TOK-13 AWS-57 AWS-70: %j is refused beside the result, at its field', async (fields, field, code) => {
    const before = await world.count('external_identities')
    const { createExtIdentity } = await ask(create, { input: { name: name(), ...fields } })
    expect(createExtIdentity.externalIdentity).toBeNull()
    expect(createExtIdentity.userErrors[0]).toMatchObject({ field, code })
    expect(await world.count('external_identities')).toBe(before)
  })

  it('updateExtIdentity keeps what is left out, and an older version is a conflict', async () => {
    const { createExtIdentity } = await ask(create, { input: { name: name(), description: 'first', config: { awsIam } } })
    const { id } = createExtIdentity.externalIdentity
    const update = `mutation($input: UpdateExtIdentityInput!) {
      updateExtIdentity(input: $input) { externalIdentity { version description maxTtl } userErrors { code field } }
    }`
    const first = await ask(update, { input: { id, expectedVersion: 1, maxTtl: 7200 } })
    expect(first.updateExtIdentity.externalIdentity).toEqual({ version: 2, description: 'first', maxTtl: 7200 })
    const second = await ask(update, { input: { id, expectedVersion: 1, description: 'second' } })
    expect(second.updateExtIdentity).toEqual({ externalIdentity: null, userErrors: [{ code: 'conflict', field: null }] })
    const azureEntra = {
      tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
      allowedServicePrincipalIds: ['a1b2c3d4-0000-4000-8000-000000000001'],
    }
    const other = await ask(update, { input: { id, config: { azureEntra } } })
    expect(other.updateExtIdentity.userErrors).toEqual([{ code: 'malformed_request', field: ['config', 'azureEntra'] }])
  })

  it('R-034: identityProviders feeds the forms', async () => {
    const { identityProviders } = await ask(
      '{ identityProviders { id name description icon fields { name label help control advanced } } }',
    )
    expect(identityProviders.map(({ id }: { id: string }) => id)).toEqual(['AWS_IAM', 'AZURE_ENTRA', 'OIDC'])
    for (const provider of identityProviders) {
      expect(provider.description.length).toBeGreaterThan(10)
      expect(provider.icon).not.toBe('')
      expect(provider.fields.length).toBeGreaterThan(2)
    }
  })

  it('R-063 R-151: awsStsEndpoints knows the global endpoint, the public regions, China and the US government', async () => {
    const { awsStsEndpoints: endpoints } = await ask('{ awsStsEndpoints { partition regionCode regionName endpoint } }')
    const urls = endpoints.map(({ endpoint }: { endpoint: string }) => endpoint)
    expect(urls).toEqual(
      expect.arrayContaining([
        'https://sts.amazonaws.com',
        'https://sts.eu-central-1.amazonaws.com',
        'https://sts.cn-north-1.amazonaws.com.cn',
        'https://sts.us-gov-west-1.amazonaws.com',
      ]),
    )
  })
})

describe('service accounts', () => {
  const update = `mutation($input: UpdateServiceAccountInput!) {
    updateServiceAccount(input: $input) {
      serviceAccount { name externalIdentities { edges { node { id } } totalCount } }
      userErrors { code }
    }
  }`
  const bound = (answer: Data): string[] =>
    answer.updateServiceAccount.serviceAccount.externalIdentities.edges.map((edge: Data) => edge.node.id)
  const identity = async (): Promise<string> =>
    (await ask(create, { input: { name: name(), config: { awsIam } } })).createExtIdentity.externalIdentity.id

  it('R-117 R-118 R-119: a list of identities replaces, an empty one clears, none leaves; the account answers its identities', async () => {
    const { id } = await world.account()
    const [first, second] = [await identity(), await identity()]
    expect(bound(await ask(update, { input: { id, externalIdentityIds: [first, second] } }))).toEqual([first, second])
    expect(bound(await ask(update, { input: { id, name: `renamed ${id}` } }))).toEqual([first, second])
    const { serviceAccount } = await ask('query($id: ID!) { serviceAccount(id: $id) { externalIdentities { totalCount } } }', { id })
    expect(serviceAccount.externalIdentities.totalCount).toBe(2)
    expect(bound(await ask(update, { input: { id, externalIdentityIds: [] } }))).toEqual([])
  })

  it('an identity tells which accounts it is bound to, and bind and unbind change that', async () => {
    const [account, identityId] = [await world.account(), await identity()]
    const change = (verb: string) =>
      `mutation($input: ${verb === 'bind' ? 'Bind' : 'Unbind'}ExtIdentityInput!) { ${verb}ExtIdentity(input: $input) { userErrors { code } } }`
    const accounts = async () => {
      const data = await ask('query($id: ID!) { externalIdentity(id: $id) { serviceAccounts { edges { node { id } } } } }', {
        id: identityId,
      })
      return data.externalIdentity.serviceAccounts.edges.map((edge: Data) => edge.node.id)
    }
    await ask(change('bind'), { input: { identityId, serviceAccountId: account.id } })
    expect(await accounts()).toEqual([account.id])
    await ask(change('unbind'), { input: { identityId, serviceAccountId: account.id } })
    expect(await accounts()).toEqual([])
  })

  it('"never" must be said; a token is told once, and never again', async () => {
    const { id } = await world.account()
    const document = `mutation($input: CreateServiceAccountTokenInput!) {
      createServiceAccountToken(input: $input) { token bearerToken serviceAccountToken { id status expiresAt } userErrors { field code } }
    }`
    const unsaid = await ask(document, { input: { serviceAccountId: id, name: 'x' } })
    expect(unsaid.createServiceAccountToken.userErrors).toEqual([{ field: ['expiresInSeconds'], code: 'malformed_request' }])
    const { createServiceAccountToken: made } = await ask(document, { input: { serviceAccountId: id, name: 'x', expiresInSeconds: null } })
    expect(made.serviceAccountToken).toMatchObject({ status: 'ACTIVE', expiresAt: null })
    const all = await ask(everyTokenField)
    expect(JSON.stringify(all)).not.toContain(made.bearerToken.split(' ').at(-1))
    const revoked = await ask(
      'mutation($input: RevokeServiceAccountTokenInput!) { revokeServiceAccountToken(input: $input) { serviceAccountToken { status } } }',
      {
        input: { id: made.serviceAccountToken.id },
      },
    )
    expect(revoked.revokeServiceAccountToken.serviceAccountToken.status).toBe('REVOKED')
  })
})

const everyTokenField = `{
  serviceAccountTokens {
    edges { node { id name status principal expiresAt lastUsedAt lastUsedIp revokedAt createdAt serviceAccount { id identityKey } createdBy { id } } }
  }
  auditEvents { edges { node { before after } } }
}`

describe('apps and secrets', () => {
  it('an app, its environments and its secrets, in plain text when the server may decrypt', async () => {
    const app = await ask(
      'mutation { createApp(input: { name: "shop" }) { app { id serverEncryption environments { edges { node { id name type } } } } userErrors { code } } }',
    )
    const environments = app.createApp.app.environments.edges.map((edge: Data) => edge.node)
    expect(environments.map((one: Data) => [one.name, one.type])).toEqual([
      ['Development', 'DEV'],
      ['Staging', 'STAGING'],
      ['Production', 'PROD'],
    ])
    const environmentId = environments[0].id
    const created = await ask(
      'mutation($input: CreateSecretsInput!) { createSecrets(input: $input) { secrets { id key value encrypted version } userErrors { code } } }',
      {
        input: { environmentId, secrets: [{ key: 'DATABASE_URL', value: 'postgres://x' }] },
      },
    )
    expect(created.createSecrets.secrets).toMatchObject([{ key: 'DATABASE_URL', value: 'postgres://x', encrypted: false, version: 1 }])
    const [{ id }] = created.createSecrets.secrets
    await ask('mutation($input: UpdateSecretsInput!) { updateSecrets(input: $input) { userErrors { code } } }', {
      input: { environmentId, secrets: [{ id, value: 'postgres://y' }] },
    })
    const document = `query($id: ID!) { environment(id: $id) { app { name } secrets(first: 10) { totalCount edges { node { value history { edges { node { version value event } } } } } } } }`
    const { environment } = await ask(document, { id: environmentId })
    expect(environment.secrets.edges[0].node.value).toBe('postgres://y')
    expect(environment.secrets.edges[0].node.history.edges.map((edge: Data) => edge.node)).toEqual([
      { version: 2, value: 'postgres://y', event: 'UPDATE' },
      { version: 1, value: 'postgres://x', event: 'CREATE' },
    ])
  })

  it('a .env file is imported as a whole: new keys are made, known ones changed only when that is allowed', async () => {
    const app = await ask('mutation { createApp(input: { name: "import" }) { app { environments(first: 1) { edges { node { id } } } } } }')
    const environmentId = app.createApp.app.environments.edges[0].node.id
    const document =
      'mutation($input: ImportSecretsInput!) { importSecrets(input: $input) { created updated problems { line } userErrors { code message } } }'
    const first = await ask(document, { input: { environmentId, dotEnv: 'A=1\nB="two lines\nof text"\n= nothing\n' } })
    expect(first.importSecrets).toMatchObject({ created: 2, updated: 0, problems: [{ line: 4 }], userErrors: [] })
    const again = await ask(document, { input: { environmentId, dotEnv: 'A=2\nC=3\n' } })
    expect(again.importSecrets.userErrors).toMatchObject([{ code: 'conflict', message: expect.stringContaining('A') }])
    const over = await ask(document, { input: { environmentId, dotEnv: 'A=2\nC=3\n', overwrite: true } })
    expect(over.importSecrets).toMatchObject({ created: 1, updated: 1 })
    const { environment } = await ask('query($id: ID!) { environment(id: $id) { secrets { edges { node { key value } } } } }', {
      id: environmentId,
    })
    const values = Object.fromEntries(environment.secrets.edges.map((edge: Data) => [edge.node.key, edge.node.value]))
    expect(values).toEqual({ A: '2', B: 'two lines\nof text', C: '3' })
  })
})

describe('pages', () => {
  it('the environments of a page of apps cost no more statements than those of one', async () => {
    for (const app of ['one', 'two', 'three']) await createApp({ name: `page ${app}` }, owner)
    const cost = async (first: number) => {
      const before = world.node.statements.length
      const { apps } = await ask(
        'query($first: Int) { apps(first: $first) { edges { node { name environments { edges { node { name } } } } } } }',
        { first },
      )
      for (const { node } of apps.edges) expect(node.environments.edges).toHaveLength(3)
      return world.node.statements.length - before
    }
    expect(await cost(3)).toBe(await cost(1))
  })

  it('GQL-24 GQL-21: somebody sees the environments that he holds, and no other', async () => {
    const { createApp: made } = await ask(
      'mutation { createApp(input: { name: "partly" }) { app { id environments { edges { node { id name } } } } } }',
    )
    const [first] = made.app.environments.edges
    const developer = await world.member('Developer')
    await ask(
      'mutation($input: SetMemberAccessInput!) { setMemberAccess(input: $input) { access { environmentName } userErrors { code } } }',
      {
        input: { memberId: developer.id, environmentIds: [first.node.id] },
      },
    )
    const seen = await ask('{ apps { totalCount edges { node { name environments { edges { node { id } } } } } } }', {}, developer.context)
    expect(seen.apps.edges.map(({ node }: Data) => [node.name, node.environments.edges.map((edge: Data) => edge.node.id)])).toEqual([
      ['partly', [first.node.id]],
    ])
  })

  it('lists are read on by their cursors to the end, every row once', async () => {
    const all: string[] = []
    let after: string | null = null
    for (let round = 0; round < 20; round++) {
      const { apps }: Data = await ask(
        'query($after: String) { apps(first: 2, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id } } } }',
        { after },
      )
      all.push(...apps.edges.map(({ node }: Data) => node.id))
      after = apps.pageInfo.endCursor
      if (!apps.pageInfo.hasNextPage) break
    }
    const { apps } = await ask('{ apps(first: 100) { totalCount } }')
    expect(all).toHaveLength(apps.totalCount)
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('exchanges', () => {
  it('N-02: a proof is tried out by its platform, with every step told, and nothing is minted', async () => {
    const account = await world.account()
    const identity = await world.awsIdentity(account.id)
    const { awsIam: proof } = world.awsBody(world.role(), account.id) as { awsIam: unknown }
    const tokens = await world.count('service_account_tokens')
    const { testExtIdentity } = await ask(
      'mutation($input: TestExtIdentityInput!) { testExtIdentity(input: $input) { principal { name } attempts { identityId accepted steps { name status } } userErrors { code } } }',
      { input: { identityId: identity.id, proof: { awsIam: proof } } },
    )
    expect(testExtIdentity.principal.name).toContain('assumed-role/app')
    expect(testExtIdentity.attempts).toMatchObject([{ identityId: identity.id, accepted: true }])
    expect(testExtIdentity.attempts[0].steps).toHaveLength(11)
    expect(await world.count('service_account_tokens')).toBe(tokens)
    const broken = await ask('mutation($input: TestExtIdentityInput!) { testExtIdentity(input: $input) { userErrors { field code } } }', {
      input: { proof: { awsIam: { httpRequestUrl: '%', httpRequestHeaders: '', httpRequestBody: '' } } },
    })
    expect(broken.testExtIdentity.userErrors[0]).toMatchObject({
      code: 'malformed_request',
      field: expect.arrayContaining(['proof', 'awsIam']),
    })
  })

  it('an exchange is told with its account, identity and trace; a page of them costs no more statements than one', async () => {
    const account = await world.account()
    for (let count = 0; count < 6; count++) {
      await world.awsIdentity(account.id, { allowReuse: true })
      await exchange(world.services.providers.aws_iam, world.awsBody(world.role('app', `i-${count}`), account.id), world.anonymous())
    }
    const document = `query($first: Int, $filter: ExchangeFilter) { exchanges(first: $first, filter: $filter) { totalCount edges { node {
      outcome code provider principal requestId serviceAccount { id } identity { id } steps { name status } } } } }`
    const filter = { serviceAccountId: account.id, outcome: 'ACCEPTED', since: new Date(Date.now() - 3_600_000).toISOString() }
    const cost = async (first: number) => {
      const before = world.node.statements.length
      const { exchanges } = await ask(document, { first, filter })
      return { statements: world.node.statements.length - before, exchanges }
    }
    const one = await cost(1)
    const six = await cost(6)
    expect(six.exchanges.edges).toHaveLength(6)
    expect(six.exchanges.edges[0].node).toMatchObject({
      outcome: 'ACCEPTED',
      code: null,
      provider: 'AWS_IAM',
      serviceAccount: { id: account.id },
    })
    expect(six.exchanges.edges[0].node.steps).toHaveLength(11)
    expect(six.statements).toBe(one.statements)
  })
})

describe('rights', () => {
  it('R-140 R-141: the matrix of permissions has the identities with five actions, and every managed role a setting', async () => {
    const { permissionMatrix, roles } = await ask(
      '{ permissionMatrix { organisation { resource actions } app { resource } } roles { edges { node { managed permissions { organisation { resource actions } } } } } }',
    )
    const identities = (list: { resource: string; actions: string[] }[]) =>
      list.find(({ resource }) => resource === 'ExternalIdentities')?.actions
    expect(identities(permissionMatrix.organisation)).toEqual(['CREATE', 'READ', 'UPDATE', 'DELETE', 'BIND'])
    const byRole = Object.fromEntries(roles.edges.map(({ node }: Data) => [node.managed, identities(node.permissions.organisation)]))
    expect(byRole).toEqual({
      OWNER: ['CREATE', 'READ', 'UPDATE', 'DELETE', 'BIND'],
      ADMIN: ['CREATE', 'READ', 'UPDATE', 'DELETE', 'BIND'],
      MANAGER: ['CREATE', 'READ', 'UPDATE', 'DELETE'],
      DEVELOPER: undefined,
      SERVICE: ['READ'],
    })
  })

  it('R-142 R-143 GQL-26: without the right, every query and mutation of identities and tokens is forbidden, and nothing changes', async () => {
    const account = await world.account()
    const identity = await world.awsIdentity(account.id)
    const { context } = await world.member('Developer')
    const before = await ask('query($id: ID!) { externalIdentity(id: $id) { version name } }', { id: identity.id })
    const variables = {
      id: identity.id,
      bind: { identityId: identity.id, serviceAccountId: account.id },
      update: { id: identity.id, name: 'mine' },
    }
    const forbidden: Record<string, string> = {
      'query($id: ID!) { externalIdentity(id: $id) { config { __typename } } }': 'externalIdentity: forbidden',
      '{ externalIdentities { edges { node { config { __typename } } } } }': 'externalIdentities: forbidden',
      '{ exchanges { totalCount } }': 'exchanges: forbidden',
      '{ serviceAccountTokens { totalCount } }': 'serviceAccountTokens: forbidden',
      'mutation($update: UpdateExtIdentityInput!) { updateExtIdentity(input: $update) { userErrors { code } } }':
        'updateExtIdentity: forbidden',
      'mutation($id: ID!) { deleteExtIdentity(input: { id: $id }) { deletedId } }': 'deleteExtIdentity: forbidden',
      'mutation($bind: BindExtIdentityInput!) { bindExtIdentity(input: $bind) { userErrors { code } } }': 'bindExtIdentity: forbidden',
      'mutation($bind: UnbindExtIdentityInput!) { unbindExtIdentity(input: $bind) { userErrors { code } } }':
        'unbindExtIdentity: forbidden',
      'mutation { createExtIdentity(input: { name: "x", config: { awsIam: { principals: ["arn:aws:iam::111122223333:role/x"] } } }) { userErrors { code } } }':
        'createExtIdentity: forbidden',
      'mutation($id: ID!) { testExtIdentity(input: { identityId: $id, proof: { azureEntra: { jwt: "x" } } }) { userErrors { code } } }':
        'testExtIdentity: forbidden',
      'mutation($id: ID!) { revokeIdentityTokens(input: { identityId: $id }) { revoked } }': 'revokeIdentityTokens: forbidden',
    }
    for (const [document, refusal] of Object.entries(forbidden))
      expect(await refusals(document, variables, context), document).toEqual([refusal])
    expect(await ask('query($id: ID!) { externalIdentity(id: $id) { version name } }', { id: identity.id })).toEqual(before)
  })

  it('GQL-26: no type of the API has a field for what a token or a key is, but the answers of those that make one', async () => {
    const { __schema } = await ask('{ __schema { types { kind name fields { name } } } }')
    const telling = __schema.types.flatMap(({ kind, name: type, fields }: Data) =>
      kind === 'OBJECT' &&
      fields.some((field: Data) => /^(token|bearerToken|code|valueHash|wrappedKeyShare|serverWrapped\w+|authVerifier)$/.test(field.name))
        ? [type]
        : [],
    )
    expect(telling.sort()).toEqual([
      'AttentionItem',
      'AwsRegion',
      'CreatePersonalAccessTokenPayload',
      'CreateServiceAccountTokenPayload',
      'DestinationFailure',
      'Exchange',
      'ExchangeStep',
      'InviteMemberPayload',
      'IssuerHealthFinding',
      'LabExpectation',
      'LintFinding',
      'RefusedCaller',
      'ReportedGroup',
      'SendPersonaLoginPayload',
      'Snippet',
      'UnverifiedReason',
      'UserError',
    ])
  })

  it('GQL-31: whoever is demoted between two requests of one session is demoted at the second', async () => {
    const member = await world.member('Manager')
    const send = () =>
      post(
        `${world.node.url}/api/graphql`,
        { query: '{ serviceAccounts { totalCount } }' },
        { authorization: `Bearer Session ${member.sessionToken}` },
      )
    expect((await send()).json.data.serviceAccounts.totalCount).toBeGreaterThan(0)
    await changeMemberRole({ memberId: member.id, roleId: await world.roleId('Developer') }, owner)
    expect((await send()).status).toBe(401)
  })

  it('nobody makes a role with rights that he lacks, and an unknown resource is told at its place', async () => {
    const narrow = await createRole({ name: 'role maker', permissions: { organisation: { Roles: ['create', 'read'] }, app: {} } }, owner)
    const context = { ...owner, actor: { ...owner.actor, role: narrow } } as SignedInContext
    const document = 'mutation($input: CreateRoleInput!) { createRole(input: $input) { role { id } userErrors { code field } } }'
    const permissions = (resource: string) => ({ organisation: [{ resource, actions: ['BIND'] }] })
    expect(await refusals(document, { input: { name: 'binder', permissions: permissions('ExternalIdentities') } }, context)).toEqual([
      'createRole: forbidden',
    ])
    const unknown = await ask(document, { input: { name: 'x', permissions: permissions('Everything') } })
    expect(unknown.createRole.userErrors[0]).toMatchObject({
      code: 'malformed_request',
      field: expect.arrayContaining(['permissions', 'organisation']),
    })
  })
})

describe('over HTTP', () => {
  const url = () => `${world.node.url}/api/graphql`
  const query = '{ viewer { name role { managed } via } }'

  it('GQL-01: nobody is answered without a session or a token', async () => {
    const { status, json } = await post(url(), { query: '{ __schema { types { name } } }' })
    expect(status).toBe(401)
    expect(JSON.stringify(json)).not.toContain('__schema')
  })

  it('D13: a session and both kinds of tokens are answered', async () => {
    const session = await post(url(), { query }, { authorization: `Bearer Session ${world.owner.sessionToken}` })
    expect(session.json.data.viewer).toMatchObject({ via: 'SESSION', role: { managed: 'OWNER' } })
    const account = await world.account()
    const { token } = await createServiceAccountToken({ serviceAccountId: account.id, name: 'x', expiresInSeconds: 600 }, owner)
    const workload = await post(url(), { query }, { authorization: `Bearer ${token}` })
    expect(workload.json.data.viewer).toMatchObject({ via: 'SERVICE_ACCOUNT_TOKEN', role: { managed: 'SERVICE' } })
  })

  it('GQL-14: with the cookie of a session, another site gets nothing done', async () => {
    const cookie = `__Host-bonafide=${world.owner.sessionToken}`
    const mutation = JSON.stringify({ query: 'mutation { createApp(input: { name: "forged" }) { app { id } } }' })
    const apps = await world.count('apps')
    const crossSite: Record<string, string>[] = [
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json' },
      { 'content-type': 'application/json', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of crossSite) {
      const response = await fetch(url(), { method: 'POST', headers: { cookie, ...headers }, body: mutation })
      expect([400, 403, 415]).toContain(response.status)
    }
    expect((await fetch(`${url()}?query={viewer{name}}`, { headers: { cookie } })).status).toBe(405)
    expect(await world.count('apps')).toBe(apps)
  })

  it('GQL-30: a WebSocket is not opened', async () => {
    const headers = { authorization: `Bearer Session ${world.owner.sessionToken}` }
    const response = await fetch(url(), { headers: { ...headers, 'sec-websocket-protocol': 'graphql-transport-ws' } })
    expect(response.status).toBe(405)
  })
})

describe('rows that somebody changed behind our back', () => {
  it('a configuration that is no longer valid is shown as such, and the page stays', async () => {
    const account = await world.account()
    const identity = await world.awsIdentity(account.id)
    await world.database.pool.query(`update external_identities set config = '{"principals": ["*"]}' where id = $1`, [identity.id])
    const document = 'query($id: ID!) { externalIdentity(id: $id) { name config { __typename } lint { code severity } summary } }'
    const { externalIdentity } = await ask(document, { id: identity.id })
    expect(externalIdentity).toMatchObject({ config: null, lint: [{ code: 'identity_misconfigured', severity: 'DANGER' }] })
    await updateExtIdentity({ id: identity.id, config: awsIam }, owner)
    expect((await ask(document, { id: identity.id })).externalIdentity.config).not.toBeNull()
  })
})
