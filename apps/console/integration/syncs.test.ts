// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how references are written
import { createSync, deleteSync, planSync, readSyncStandings, setEncryptionMode } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { code, createPlannedSyncs, type PlannedSyncs, sentence } from './planned-syncs.ts'

let world: PlannedSyncs
const owner = () => world.owner.context

beforeAll(async () => {
  world = await createPlannedSyncs()
}, 60_000)
afterAll(() => world?.close())

describe('a plan', () => {
  it('R-242 R-243: says what would be made, with the permissions for it, and changes nothing', async () => {
    const environment = await world.environment({ A: 'one', B: '', REF: '${A}!' })
    const before = world.cloud.requests.length
    const plan = await planSync(world.wanted(environment), owner())
    expect(plan).toMatchObject({
      account: '111122223333',
      region: 'eu-central-1',
      remoteState: 'absent',
      remoteIsDocument: true,
      maxBytes: 65_536,
    })
    expect(plan.keys.map(({ name, change }) => [name, change])).toEqual([
      ['A', 'add'],
      ['B', 'add'],
      ['REF', 'add'],
    ])
    expect(plan.bytes).toBe('{"A":"one","B":"","REF":"one!"}'.length)
    expect(plan.neededActions).toContain('secretsmanager:PutSecretValue')
    expect(JSON.parse(plan.policy).Version).toBe('2012-10-17')
    expect(JSON.stringify(plan)).not.toContain('one')
    const asked = world.cloud.requests.slice(before).map(({ action }) => action)
    expect(asked.filter((action) => !/^(GetCallerIdentity|DescribeSecret|GetSecretValue)$/.test(action))).toEqual([])
  })

  it('R-253: compares with what is there, by prefix, and leaves alone what is somebody else’s', async () => {
    const environment = await world.environment({ SAME: '1', OTHER: '2', NEW: '3' })
    const name = world.secretName()
    world.standing(name, '{"P_SAME":"1","P_OTHER":"0","P_GONE":"x","THEIRS":7}')
    const plan = await planSync(world.wanted(environment, { options: { secretName: name }, keyPrefix: 'P_' }), owner())
    expect(plan.keys.map((key) => `${key.change} ${key.name}`)).toEqual([
      'add P_NEW',
      'change P_OTHER',
      'remove P_GONE',
      'unchanged P_SAME',
      'keep THEIRS',
    ])
  })

  it('R-240: of an end-to-end encrypted app is refused with what to switch on', async () => {
    const environment = await world.environment({ A: '1' })
    await setEncryptionMode({ appId: environment.appId, serverEncryption: false }, owner())
    const before = world.cloud.requests.length
    expect(await code(planSync(world.wanted(environment), owner()))).toBe('server_encryption_required')
    expect(world.cloud.requests).toHaveLength(before)
  })

  it('names references that lead nowhere, and the environments that it would be let read', async () => {
    const environment = await world.environment({ A: `\${${'Staging'}.B}`, HOME: '${NOWHERE}/bin' })
    await world.put(environment.other.id, { B: 'b' })
    await world.put(environment.id, { A: `\${${environment.other.name}.B}` })
    const plan = await planSync(world.wanted(environment), owner())
    expect(plan.referencedEnvironmentIds).toEqual([environment.other.id])
    expect(plan.unresolvedReferences).toEqual(['${NOWHERE}'])
  })

  it('of five thousand keys is made', async () => {
    const secrets = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`K${index}`, `${index}`]))
    const environment = await world.environment(secrets)
    const plan = await planSync(world.wanted(environment), owner())
    expect(plan.difference.added).toHaveLength(5000)
    expect(plan.bytes).toBeGreaterThan(plan.maxBytes)
  }, 30_000)
})

describe('a new sync', () => {
  it('R-244 R-246 R-247: is made as planned, asks for its first run, and writes with its key and tags', async () => {
    const key = world.account.addKey('eu-central-1')
    const environment = await world.environment({ A: '1' })
    const options = { secretName: world.secretName(), kmsKeyArn: key.arn, tags: [{ key: 'team', value: 'shop' }] }
    const sync = await world.create(environment, { options })
    expect(sync).toMatchObject({
      version: 1,
      onDrift: 'stop',
      place: `aws_secrets_manager:111122223333:eu-central-1:${options.secretName}`,
    })
    expect((await readSyncStandings({ ids: [sync.id] }, owner())).get(sync.id)?.state).toBe('pending')
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '1' })
    expect(world.stored(sync)?.kmsKeyId).toBe(key.arn)
    expect(Object.fromEntries(world.stored(sync)?.tags ?? [])).toEqual({ team: 'shop', 'bonafide:sync': sync.id })
    expect((await readSyncStandings({ ids: [sync.id] }, owner())).get(sync.id)?.state).toBe('synced')
    expect(await world.audited(sync)).toContain('sync.create')
  })

  it('SEC-27: is refused when the remote secret is another than the plan showed, or the environment is', async () => {
    const environment = await world.environment({ A: '1' })
    const input = world.wanted(environment)
    const { id: planId } = await planSync(input, owner())
    world.standing(input.options.secretName, '{"A":"somebody was faster"}')
    const before = await world.count('syncs')
    expect(await sentence(createSync({ ...input, planId, existing: 'overwrite' }, owner()))).toMatch(
      /remote secret changed since you looked/,
    )
    const seen = await planSync(input, owner())
    await world.put(environment.id, { A: '2' })
    expect(await sentence(createSync({ ...input, planId: seen.id, existing: 'overwrite' }, owner()))).toMatch(
      /secrets .* changed since you looked/,
    )
    expect(await code(createSync({ ...input, planId: 'made up', existing: 'overwrite' }, owner()))).toBe('malformed_request')
    expect(await world.count('syncs')).toBe(before)
  })

  it('where a value is already needs a word: without one, or with stop, nothing is made', async () => {
    const environment = await world.environment({ A: '1' })
    const name = world.secretName()
    world.standing(name, '{"A":"0","THEIRS":"x"}')
    const options = { secretName: name }
    const before = await world.count('syncs')
    expect(await sentence(world.create(environment, { options }))).toMatch(/overwrite it, adopt it, or stop/)
    expect(await sentence(world.create(environment, { options }, { existing: 'stop' }))).toMatch(/nothing was changed/)
    expect(await world.count('syncs')).toBe(before)
    const sync = await world.create(environment, { options }, { existing: 'overwrite' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '1' })
  })

  it('that adopts imports what the environment lacks first, and keeps its own values', async () => {
    const environment = await world.environment({ A: 'ours' })
    const name = world.secretName()
    world.standing(name, '{"A":"theirs","NEW":"adopted"}')
    const sync = await world.create(environment, { options: { secretName: name } }, { existing: 'adopt' })
    expect(await world.valuesOf(environment)).toEqual({ A: 'ours', NEW: 'adopted' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: 'ours', NEW: 'adopted' })
  })

  it('that adopts names what no environment can hold, and imports nothing', async () => {
    const environment = await world.environment({})
    const name = world.secretName()
    world.standing(name, '{"GOOD":"1","port":"5432","LIST":[1]}')
    expect(await sentence(world.create(environment, { options: { secretName: name } }, { existing: 'adopt' }))).toMatch(/port, LIST/)
    expect(await world.valuesOf(environment)).toEqual({})
    const sync = await world.create(environment, { options: { secretName: name }, neverDeletes: true }, { existing: 'adopt' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ GOOD: '1', port: '5432', LIST: [1] })
  })

  it('over a value that is no set of keys is made by overwriting alone', async () => {
    const environment = await world.environment({ A: '1' })
    const name = world.secretName()
    world.standing(name, 'hunter2')
    const options = { secretName: name }
    expect((await planSync(world.wanted(environment, { options }), owner())).remoteIsDocument).toBe(false)
    expect(await code(world.create(environment, { options }, { existing: 'adopt' }))).toBe('conflict')
    const sync = await world.create(environment, { options }, { existing: 'overwrite' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '1' })
  })

  it('to a secret without any value needs no word', async () => {
    const environment = await world.environment({ A: '1' })
    const name = world.secretName()
    world.standing(name, null)
    const sync = await world.create(environment, { options: { secretName: name } })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '1' })
  })

  it('to a place that another sync has is refused, and the plan says so', async () => {
    const environment = await world.environment({ A: '1' })
    const first = await world.create(environment)
    const options = first.options
    expect((await planSync(world.wanted(environment, { options }), owner())).ownedByAnother).toBe(true)
    expect(await sentence(world.create(environment, { options }))).toMatch(/Another sync writes to this secret already/)
    await deleteSync({ id: first.id, deletesRemote: false }, owner())
    expect((await planSync(world.wanted(environment, { options }), owner())).ownedByAnother).toBe(false)
  })

  it('two made at once to one place become one', async () => {
    const environment = await world.environment({ A: '1' })
    const input = world.wanted(environment)
    const { id: planId } = await planSync(input, owner())
    const made = await Promise.all([1, 2].map(() => code(createSync({ ...input, planId }, owner()))))
    expect(made.sort()).toEqual(['accepted', 'conflict'])
  })
})
