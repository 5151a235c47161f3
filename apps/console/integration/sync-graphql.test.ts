import { changeMemberRole, createRole, permissionsOf, type SignedInContext } from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPlannedSyncs, type PlannedSyncs } from './planned-syncs.ts'

let world: PlannedSyncs
let door: GraphqlDoor

beforeAll(async () => {
  world = await createPlannedSyncs()
  door = await createGraphqlDoor(world.services)
}, 60_000)
afterAll(async () => {
  await door?.stop()
  await world?.close()
})

const ask = async (document: string, variables: object = {}, context: SignedInContext = world.owner.context) => {
  const { data, errors } = await door.execute({ document, variables: { ...variables }, context })
  // biome-ignore lint/suspicious/noExplicitAny: answers are as deep as the schema says
  return { data: data as any, codes: (errors ?? []).map(({ extensions }) => extensions?.code) }
}

const list = `query($environmentId: ID) { syncs(first: 50, filter: { environmentId: $environmentId }) { edges { node {
  id summary account region path state failure { code message } failingSince nextRunAt lastSyncedAt lastRunAt
  app { id name } environment { id name } credential { id name } referencedEnvironments { id name }
  awsSecretsManager { secretName kmsKeyArn tags { key value } }
  lastRun { id outcome addedCount keys { added changed removed } failure { code } } } } } }`

it('a list costs the same number of statements, however long it is and however much stands beside each', async () => {
  const [one, many] = [await world.environment({ A: '1' }), await world.environment({ A: '1' })]
  const syncs = [await world.create(one)]
  for (let index = 0; index < 12; index++) syncs.push(await world.create(many))
  for (const sync of syncs) await world.run(sync)
  const statementsOf = async (environmentId: string) => {
    world.node.statements.length = 0
    const { data, codes } = await ask(list, { environmentId })
    expect(codes).toEqual([])
    return { data, statements: world.node.statements.filter((text) => !text.includes('rate_limit')) }
  }
  const short = await statementsOf(one.id)
  const long = await statementsOf(many.id)
  expect(long.data.syncs.edges).toHaveLength(12)
  expect(long.statements, long.statements.join('\n')).toHaveLength(short.statements.length)
  expect(long.data.syncs.edges[0].node).toMatchObject({
    account: '111122223333',
    region: 'eu-central-1',
    state: 'SYNCED',
    failure: null,
    environment: { id: many.id },
    credential: { id: world.credential.id },
    lastRun: { outcome: 'WRITTEN', addedCount: 1, keys: { added: ['A'] } },
  })
})

it('a sync is planned, made, changed, run, paused, resumed and deleted', async () => {
  const environment = await world.environment({ A: 'told to nobody', B: '2' })
  const input = {
    environmentId: environment.id,
    credentialId: world.credential.id,
    options: { awsSecretsManager: { secretName: 'graphql/one', tags: [{ key: 'team', value: 'shop' }] } },
  }
  const planned = await ask(
    `mutation($input: PlanSyncInput!) { planSync(input: $input) { userErrors { code } failure { code } plan {
      id account region summary remoteState ownedByAnother addedCount bytes maxBytes neededActions policy warnings unresolvedReferences
      referencedEnvironments { id } keys(first: 1) { totalCount pageInfo { hasNextPage } edges { node { name change drifted } } } } } }`,
    { input },
  )
  const { plan } = planned.data.planSync
  expect(plan).toMatchObject({
    remoteState: 'ABSENT',
    addedCount: 2,
    summary: 'graphql/one',
    keys: { totalCount: 2, pageInfo: { hasNextPage: true } },
  })
  expect(plan.keys.edges).toEqual([{ node: { name: 'A', change: 'ADD', drifted: false } }])
  expect(JSON.stringify(planned)).not.toContain('told to nobody')
  const created = await ask(
    `mutation($input: CreateSyncInput!) { createSync(input: $input) { userErrors { code field message } sync { id version state onDrift } } }`,
    {
      input: { ...input, planId: plan.id },
    },
  )
  const { sync } = created.data.createSync
  expect(sync).toMatchObject({ version: 1, state: 'PENDING', onDrift: 'STOP' })
  const updated = await ask(
    'mutation($input: UpdateSyncInput!) { updateSync(input: $input) { userErrors { code } sync { version onDrift } } }',
    {
      input: { id: sync.id, onDrift: 'ADOPT', expectedVersion: 1 },
    },
  )
  expect(updated.data.updateSync.sync).toEqual({ version: 2, onDrift: 'ADOPT' })
  const one = async (name: string) =>
    (
      await ask(`mutation($input: SyncIdInput!) { ${name}(input: $input) { userErrors { code } sync { state pausedBy } } }`, {
        input: { id: sync.id },
      })
    ).data[name]
  expect((await one('runSync')).sync.state).toBe('PENDING')
  expect((await one('pauseSync')).sync).toEqual({ state: 'PAUSED', pausedBy: 'Ada' })
  expect((await one('runSync')).userErrors).toEqual([{ code: 'conflict' }])
  expect((await one('resumeSync')).sync.state).toBe('PENDING')
  await world.run(sync)
  const read = await ask(
    'query($id: ID!) { sync(id: $id) { runs(first: 5) { totalCount edges { node { reason requestedBy outcome bytes keys { added } } } } } }',
    { id: sync.id },
  )
  expect(read.data.sync.runs.edges[0].node).toMatchObject({ requestedBy: 'Ada', outcome: 'WRITTEN', keys: { added: ['A', 'B'] } })
  const deleted = await ask('mutation($input: DeleteSyncInput!) { deleteSync(input: $input) { deletedId userErrors { code } } }', {
    input: { id: sync.id, deletesRemote: false },
  })
  expect(deleted.data.deleteSync.deletedId).toBe(sync.id)
})

it('SEC-44: what the cloud refused is told as a code, a sentence and the missing action, in a place of the input where it has one', async () => {
  const environment = await world.environment({ A: '1' })
  const weak = await world.addCredential(world.addUser(world.account, []))
  const plan =
    'mutation($input: PlanSyncInput!) { planSync(input: $input) { userErrors { code field } failure { code message missingAction requestId } plan { id } } }'
  const input = { environmentId: environment.id, credentialId: weak.id, options: { awsSecretsManager: { secretName: 'graphql/two' } } }
  const { planSync } = (await ask(plan, { input })).data
  expect(planSync).toMatchObject({
    plan: null,
    userErrors: [{ code: 'destination_failed', field: null }],
    failure: { code: 'access_denied', missingAction: 'secretsmanager:DescribeSecret' },
  })
  expect(planSync.failure.message).not.toMatch(/arn:|\d{12}/)
  const remote = 'query($id: ID!) { remoteSecrets(credentialId: $id, prefix: "") { secrets { name } failure { code missingAction } } }'
  expect((await ask(remote, { id: weak.id })).data.remoteSecrets).toEqual({
    secrets: [],
    failure: { code: 'access_denied', missingAction: 'secretsmanager:ListSecrets' },
  })
  const wrong = { ...input, credentialId: world.credential.id, options: { awsSecretsManager: { secretName: '../x' } } }
  expect((await ask(plan, { input: wrong })).data.planSync.userErrors).toEqual([
    { code: 'malformed_request', field: ['options', 'awsSecretsManager', 'secretName'] },
  ])
})

it('GQL-26: without the right to integrations nothing is told, and without that to credentials a sync stands without its own', async () => {
  const environment = await world.environment({ A: '1' })
  const sync = await world.create(environment)
  const member = await world.developer([environment])
  const { actor } = member.context
  const permissions = permissionsOf(actor.role)
  const withoutCredentials = await createRole(
    { name: 'no credentials', permissions: { organisation: { Apps: ['read'] }, app: permissions.app } },
    world.owner.context,
  )
  await changeMemberRole({ memberId: member.id, roleId: withoutCredentials.id }, world.owner.context)
  const as = (role: typeof actor.role): SignedInContext => ({ ...member.context, actor: { ...actor, role } })
  const document = 'query($id: ID!) { sync(id: $id) { summary credential { id } } }'
  expect((await ask(document, { id: sync.id }, as(withoutCredentials))).data.sync).toMatchObject({ credential: null })
  const blind = await createRole(
    { name: 'blind', permissions: { organisation: { Apps: ['read'] }, app: { Secrets: ['read'] } } },
    world.owner.context,
  )
  const forbidden = [
    [document, { id: sync.id }],
    ['{ syncs { totalCount } }', {}],
    ['query($id: ID!) { remoteSecrets(credentialId: $id) { cursor } }', { id: world.credential.id }],
    ['mutation($id: ID!) { planSync(input: { id: $id }) { userErrors { code } } }', { id: sync.id }],
    ['mutation($id: ID!) { runSync(input: { id: $id }) { userErrors { code } } }', { id: sync.id }],
    ['mutation($id: ID!) { pauseSync(input: { id: $id }) { userErrors { code } } }', { id: sync.id }],
    ['mutation($id: ID!) { deleteSync(input: { id: $id, deletesRemote: false }) { userErrors { code } } }', { id: sync.id }],
  ] as const
  for (const [query, variables] of forbidden)
    expect([query, (await ask(query, variables, as(blind))).codes]).toEqual([query, ['forbidden']])
  expect((await ask(document, { id: sync.id })).data.sync.credential).toEqual({ id: world.credential.id })
})
