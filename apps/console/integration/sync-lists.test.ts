import { listRemoteSecrets, listSyncs, readSyncStandings, syncStates } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlannedSyncs, type PlannedSyncs } from './planned-syncs.ts'

let world: PlannedSyncs
const owner = () => world.owner.context

beforeAll(async () => {
  world = await createPlannedSyncs()
}, 60_000)
afterAll(() => world?.close())

describe('lists', () => {
  it('R-245: of remote secrets find all of several hundred by their pages, and whose they are', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    await world.run(sync)
    for (let index = 0; index < 250; index++) world.standing(`many/${String(index).padStart(3, '0')}`, '{}')
    const input = { credentialId: world.credential.id, prefix: 'many/' }
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listRemoteSecrets>> = await listRemoteSecrets(
        { ...input, ...(cursor ? { after: cursor } : {}) },
        owner(),
      )
      found.push(...page.secrets.map(({ name }) => name))
      cursor = page.cursor
    } while (cursor)
    expect(new Set(found).size).toBe(250)
    const { secrets } = await listRemoteSecrets({ ...input, prefix: (sync.options as { secretName: string }).secretName }, owner())
    expect(secrets.find(({ owner }) => owner?.id === sync.id)).toMatchObject({ isOwned: true })
  })

  it('what the cloud refuses is part of the answer', async () => {
    const stranger = await world.addCredential(world.addUser(world.account, []))
    const { secrets, failure } = await listRemoteSecrets({ credentialId: stranger.id }, owner())
    expect([secrets, failure?.code, failure?.missingAction]).toEqual([[], 'access_denied', 'secretsmanager:ListSecrets'])
  })

  it('say in a filter of how syncs stand exactly what each row says', async () => {
    const environment = await world.environment({ A: '1' })
    const soon = new Date(Date.now() + 60_000)
    const ago = new Date(Date.now() - 60_000)
    for (const pausedAt of [null, ago])
      for (const leasedUntil of [null, ago, soon])
        for (const failure of [null, 'throttled'])
          for (const dueAt of [null, soon]) {
            const sync = await world.addSync(environment, { pausedAt })
            const parameters = [sync.id, leasedUntil, failure, dueAt]
            await world.database.pool.query(
              'update sync_progress set leased_until = $2, failure = $3, due_at = $4 where sync_id = $1',
              parameters,
            )
          }
    const all = { environmentId: environment.id, first: 100 }
    const ids = (await listSyncs(all, owner())).rows.map(({ id }) => id)
    const standings = await readSyncStandings({ ids }, owner())
    expect(standings.size).toBe(24)
    for (const state of syncStates) {
      const rows = (await listSyncs({ ...all, state }, owner())).rows.map(({ id }) => id)
      expect([state, rows.sort()]).toEqual([state, ids.filter((id) => standings.get(id)?.state === state).sort()])
      expect(rows.length).toBeGreaterThan(0)
    }
  })
})
