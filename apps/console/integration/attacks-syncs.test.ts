import { createServiceAccount, createSync, grantAccountAccess, listSyncs, planSync, readSync, updateSync } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { code, createPlannedSyncs, type PlannedSyncs, sentence } from './planned-syncs.ts'
import { random } from './world.ts'

let world: PlannedSyncs
const owner = () => world.owner.context

beforeAll(async () => {
  world = await createPlannedSyncs()
}, 60_000)
afterAll(() => world?.close())

const fieldsOf = (refused: Promise<unknown>) =>
  refused.then(
    () => [],
    (error: { fields?: { pointer: string }[] }) => error.fields?.map(({ pointer }) => pointer),
  )

describe('SEC-18: a name that AWS would take as something else', () => {
  it.each([
    ['climbs', '../prod'],
    ['climbs inside', 'a/../b'],
    ['begins with a slash', '/prod'],
    ['ends with one', 'prod/'],
    ['has an empty part', 'a//b'],
    ['has a blank', 'my secret'],
    ['has a wildcard', 'prod*'],
    ['is longer than 512 characters', 'x'.repeat(513)],
    ['is empty', ''],
    ['has a line break', 'prod\n'],
    ['is no ASCII', 'prödüktion'],
  ])('%s is refused before anything is asked', async (_, name) => {
    const environment = await world.environment()
    const before = world.cloud.requests.length
    expect(await fieldsOf(planSync(world.wanted(environment, { options: { secretName: name } }), owner()))).toEqual(['/options/secretName'])
    expect(world.cloud.requests).toHaveLength(before)
  })

  it('ends as an ARN does: works, with a warning', async () => {
    const environment = await world.environment({ A: '1' })
    const plan = await planSync(world.wanted(environment, { options: { secretName: 'shop/app-abc123' } }), owner())
    expect(plan.warnings.join()).toMatch(/a hyphen and six characters/)
    expect((await planSync(world.wanted(environment), owner())).warnings).toEqual([])
  })
})

it.each([
  ['of another region', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['of another partition', 'arn:aws-cn:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['that is no key', 'arn:aws:iam::111122223333:role/key'],
])('SEC-29: a KMS key %s is refused, and no secret is asked for', async (_, kmsKeyArn) => {
  const environment = await world.environment({ A: '1' })
  const input = world.wanted(environment, { options: { secretName: world.secretName(), kmsKeyArn } })
  expect(await fieldsOf(planSync(input, owner()))).toEqual(['/options/kmsKeyArn'])
})

it.each([
  ['kept for AWS', [{ key: 'aws:name', value: 'x' }]],
  ['kept for AWS in any case', [{ key: 'AWS:name', value: 'x' }]],
  ['that are ours', [{ key: 'bonafide:sync', value: 'mine' }]],
  [
    'twice the same',
    [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ],
  ],
  ['with other characters', [{ key: 'a<b', value: '1' }]],
  ['fifty of them', Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }))],
])('tags %s are refused', async (_, tags) => {
  const environment = await world.environment()
  expect(await code(planSync(world.wanted(environment, { options: { secretName: 'tagged', tags } }), owner()))).toBe('malformed_request')
})

describe('SEC-19: a path', () => {
  it.each([
    ['//a//b/', '/a/b'],
    ['a/b', '/a/b'],
    ['/a/../b', '/a/../b'],
    ['/%2e%2e', '/%2e%2e'],
  ])('%j is %j, and holds nothing else', async (given, path) => {
    const environment = await world.environment({ ROOT: '1' })
    await world.put(environment.id, { INSIDE: '2' }, path)
    await world.put(environment.id, { BELOW: '3' }, `${path}/c`)
    await world.put(environment.id, { BESIDE: '4' }, `${path}2`)
    const sync = await world.create(environment, { path: given })
    expect(sync.path).toBe(path)
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ INSIDE: '2' })
  })
})

describe('a sync of an environment that one does not hold', () => {
  it('is there for nobody else: not to be read, listed, planned or made', async () => {
    const [mine, theirs] = [await world.environment({ A: '1' }), await world.environment({ B: '2' })]
    const sync = await world.create(theirs)
    const member = await world.developer([mine])
    const { context } = member
    expect(await code(readSync({ id: sync.id }, context))).toBe('not_found')
    expect((await listSyncs({}, context)).rows).toEqual([])
    expect(await code(planSync({ id: sync.id }, context))).toBe('not_found')
    expect(await code(planSync(world.wanted(theirs), context))).toBe('not_found')
    const foreigner = await world.foreigner()
    expect(await code(readSync({ id: sync.id }, foreigner))).toBe('not_found')
    expect(await code(planSync(world.wanted(mine), foreigner))).toBe('not_found')
  })

  it('of another organisation holds its place without a word of whose it is', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    const { id: organisationId } = await world.services.stores.organisations.insertOrganisation({
      id: crypto.randomUUID(),
      name: `Other ${random(3)}`,
    })
    await world.database.pool.query('update syncs set organisation_id = $2 where id = $1', [sync.id, organisationId])
    const refused = await sentence(world.create(environment, { options: sync.options }))
    expect(refused).toMatch(/Another sync writes to this secret already/)
    expect(refused).not.toContain(sync.id)
  })

  it('a plan of one’s own is no plan of another’s', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    const { id: planId } = await planSync(world.wanted(environment), owner())
    expect(await code(updateSync({ id: sync.id, keyPrefix: 'P_', planId, expectedVersion: 1 }, owner()))).toBe('conflict')
  })

  it('the service role may look at syncs, and makes none', async () => {
    const environment = await world.environment({ A: '1' })
    const account = await createServiceAccount({ name: 'looks', roleId: await world.roleId('Service') }, owner())
    await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [environment.id] }, owner())
    const { actor, ...context } = owner()
    const role = (await world.services.stores.organisations.listRoles(actor.organisationId)).find(({ key }) => key === 'service')
    if (!role) throw new Error('no role')
    const via = { kind: 'service_account_token', id: account.id } as const
    const as = {
      ...context,
      actor: { ...actor, kind: 'service_account', id: account.id, role, via, simulated: false, narrowing: null },
    } as const
    const { id: planId } = await planSync(world.wanted(environment), as)
    expect(await code(createSync({ ...world.wanted(environment), planId }, as))).toBe('forbidden')
  })
})
