import {
  deleteApp,
  deleteSync,
  managedRolePermissions,
  pauseSync,
  planSync,
  readSync,
  readSyncStandings,
  resolveDrift,
  resumeSync,
  runSyncNow,
  setEncryptionMode,
  updateSync,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { code, createPlannedSyncs, type PlannedSyncs, sentence } from './planned-syncs.ts'

let world: PlannedSyncs
const owner = () => world.owner.context

beforeAll(async () => {
  world = await createPlannedSyncs()
}, 60_000)
afterAll(() => world?.close())

describe('a sync that is changed', () => {
  it('keeps what is left out, and needs a plan where it writes something else', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    const rule = await updateSync({ id: sync.id, onDrift: 'adopt', expectedVersion: 1 }, owner())
    expect(rule).toMatchObject({ onDrift: 'adopt', version: 2, options: sync.options })
    expect(await code(updateSync({ id: sync.id, keyPrefix: 'P_', expectedVersion: 2 }, owner()))).toBe('malformed_request')
    const { id: planId } = await planSync({ id: sync.id, keyPrefix: 'P_' }, owner())
    expect(await code(updateSync({ id: sync.id, keyPrefix: 'P_', planId, expectedVersion: 1 }, owner()))).toBe('conflict')
    expect(await updateSync({ id: sync.id, keyPrefix: 'P_', planId, expectedVersion: 2 }, owner())).toMatchObject({
      keyPrefix: 'P_',
      version: 3,
    })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ P_A: '1' })
  })

  it('takes edits over by itself for those alone who may write secrets', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    const { actor } = owner()
    const { organisation, app } = managedRolePermissions.owner
    const role = { ...actor.role, key: null, permissions: { organisation, app: { ...app, Secrets: ['read' as const] } } }
    const reader = { ...owner(), actor: { ...actor, role } }
    expect(await code(updateSync({ id: sync.id, onDrift: 'adopt', expectedVersion: 1 }, reader))).toBe('forbidden')
    expect(await readSync({ id: sync.id }, reader)).toMatchObject({ onDrift: 'stop', version: 1 })
    expect(await updateSync({ id: sync.id, onDrift: 'overwrite', expectedVersion: 1 }, reader)).toMatchObject({ version: 2 })
  })

  it('R-251: is given other credentials, of the same account without a word, of another as a new place', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    await world.run(sync)
    const same = await world.addCredential(world.addUser())
    const elsewhere = await world.addCredential(world.addUser(world.cloud.account('444455556666')))
    const first = await planSync({ id: sync.id, credentialId: same.id }, owner())
    expect(first.keys).toEqual([{ name: 'A', change: 'unchanged', drifted: false }])
    await updateSync({ id: sync.id, credentialId: same.id, planId: first.id, expectedVersion: 1 }, owner())
    const second = await planSync({ id: sync.id, credentialId: elsewhere.id }, owner())
    expect(second).toMatchObject({ account: '444455556666', remoteState: 'absent' })
    const moved = await updateSync({ id: sync.id, credentialId: elsewhere.id, planId: second.id, expectedVersion: 2 }, owner())
    expect(moved.place).toContain(':444455556666:')
    await world.run(sync)
    expect([...(world.cloud.account('444455556666').secrets.get('eu-central-1')?.keys() ?? [])]).toHaveLength(1)
  })

  it('leaves the secret that it moved away from to whoever takes it next, its tag notwithstanding', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    await world.run(sync)
    const elsewhere = { id: sync.id, options: { secretName: world.secretName() } }
    const { id: planId } = await planSync(elsewhere, owner())
    await updateSync({ ...elsewhere, planId, expectedVersion: 1 }, owner())
    const other = await world.environment({ B: '2' })
    const next = await world.create(other, { options: sync.options }, { existing: 'overwrite' })
    await world.run(next)
    expect(world.remote(next)).toEqual({ B: '2' })
    expect(world.stored(next)?.tags.get('bonafide:sync')).toBe(next.id)
  })

  it('saved again with nothing else lets it read what its values refer to by now', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    await world.put(environment.other.id, { B: 'b' })
    await world.put(environment.id, { A: `\${${environment.other.name}.B}` })
    await world.run(sync)
    expect(world.remote(sync)).toBeNull()
    const { id: planId } = await planSync({ id: sync.id }, owner())
    const saved = await updateSync({ id: sync.id, planId, expectedVersion: 1 }, owner())
    expect(saved.referencedEnvironmentIds).toEqual([environment.other.id])
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: 'b' })
  })

  it('R-250: rests while it is paused, and brings the latest when it is resumed', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    await world.run(sync)
    await pauseSync({ id: sync.id }, owner())
    expect((await readSync({ id: sync.id }, owner())).pausedBy).toBe('Ada')
    await world.put(environment.id, { A: '2' })
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '1' })
    expect(await code(runSyncNow({ id: sync.id }, owner()))).toBe('conflict')
    await resumeSync({ id: sync.id }, owner())
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ A: '2' })
    expect(await world.audited(sync)).toEqual(expect.arrayContaining(['sync.pause', 'sync.resume']))
  })

  it.each(['overwrite', 'adopt'] as const)('SEC-40: drift that somebody looked at is resolved by %s', async (resolution) => {
    const environment = await world.environment({ A: '1', B: '2' })
    const sync = await world.create(environment)
    await world.run(sync)
    world.edit(sync, { A: 'edited', NEW: 'x' })
    await runSyncNow({ id: sync.id }, owner())
    await world.run(sync)
    const standing = (await readSyncStandings({ ids: [sync.id] }, owner())).get(sync.id)
    expect(standing).toMatchObject({ state: 'needs_attention', failure: 'drifted' })
    const plan = await planSync({ id: sync.id }, owner())
    expect(plan.keys.filter(({ drifted }) => drifted).map(({ name }) => name)).toEqual(['B', 'A', 'NEW'])
    await resolveDrift({ id: sync.id, resolution, planId: plan.id }, owner())
    await world.run(sync)
    const expected = resolution === 'adopt' ? { A: 'edited', B: '2', NEW: 'x' } : { A: '1', B: '2' }
    expect(world.remote(sync)).toEqual(expected)
    expect(await world.valuesOf(environment)).toEqual(expected)
  })

  it('SEC-40: an edit that nobody looked at is not resolved', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    await world.run(sync)
    world.edit(sync, { A: 'edited' })
    const { id: planId } = await planSync({ id: sync.id }, owner())
    world.edit(sync, { A: 'edited again' })
    expect(await code(resolveDrift({ id: sync.id, resolution: 'overwrite', planId }, owner()))).toBe('conflict')
    expect(world.remote(sync)).toEqual({ A: 'edited again' })
  })
})

describe('SEC-43: a sync that is deleted', () => {
  it('leaves the remote secret as it is, or takes it along', async () => {
    const environment = await world.environment({ A: '1' })
    const [kept, gone] = [await world.create(environment), await world.create(environment)]
    for (const sync of [kept, gone]) await world.run(sync)
    await deleteSync({ id: kept.id, deletesRemote: false }, owner())
    await deleteSync({ id: gone.id, deletesRemote: true, recoveryDays: 7 }, owner())
    expect(world.remote(kept)).toEqual({ A: '1' })
    expect(world.stored(gone)?.deletedAt?.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000)
    expect(await code(readSync({ id: gone.id }, owner()))).toBe('not_found')
    const before = world.writes().length
    await world.put(environment.id, { A: '2' })
    for (const sync of [kept, gone]) await world.run(sync)
    expect(world.writes()).toHaveLength(before)
  })

  it('stays when the cloud refuses to delete the secret, and says which permission lacks', async () => {
    const environment = await world.environment({ A: '1' })
    const weak = await world.addCredential(
      world.addUser(world.account, [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['secretsmanager:*'], Resource: '*' },
            { Effect: 'Deny', Action: ['secretsmanager:DeleteSecret'], Resource: '*' },
          ],
        },
      ]),
    )
    const sync = await world.create(environment, { credentialId: weak.id })
    await world.run(sync)
    await expect(deleteSync({ id: sync.id, deletesRemote: true }, owner())).rejects.toMatchObject({
      code: 'destination_failed',
      failure: { code: 'access_denied', missingAction: 'secretsmanager:DeleteSecret' },
    })
    expect((await readSync({ id: sync.id }, owner())).id).toBe(sync.id)
    expect(world.remote(sync)).toEqual({ A: '1' })
  })

  it('takes no secret along that holds keys of others', async () => {
    const environment = await world.environment({ A: '1' })
    const name = world.secretName()
    world.standing(name, '{"THEIRS":"x"}')
    const sync = await world.create(environment, { options: { secretName: name }, keyPrefix: 'P_' }, { existing: 'overwrite' })
    await world.run(sync)
    expect(await sentence(deleteSync({ id: sync.id, deletesRemote: true }, owner()))).toMatch(/holds 1 keys that are not this sync’s/)
    expect(world.remote(sync)).toEqual({ P_A: '1', THEIRS: 'x' })
  })

  it('ends with its app, whose place is free again; the app cannot be encrypted end to end before', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    expect(await sentence(setEncryptionMode({ appId: environment.appId, serverEncryption: false }, owner()))).toContain(
      (sync.options as { secretName: string }).secretName,
    )
    await deleteApp({ id: environment.appId }, owner())
    expect(await code(readSync({ id: sync.id }, owner()))).toBe('not_found')
    expect(await world.services.stores.syncs.atPlace(sync.place)).toBeNull()
  })
})
