import {
  createApp,
  createRole,
  createWebhook,
  listAttention,
  listEnvironments,
  newId,
  type SignedInContext,
  setMemberAccess,
} from '@bonafide/core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { noteQueue } from '../src/server/measure-queue.ts'
import { createWorld, type World } from './world.ts'

let world: World
let owner: SignedInContext
let environmentId: string
let appId: string

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
  const app = await createApp({ name: 'shop' }, owner)
  const [environment] = await listEnvironments({ appId: app.id }, owner)
  appId = app.id
  environmentId = environment?.id ?? ''
})
afterAll(() => world.close())
afterEach(async () => {
  for (const table of ['syncs', 'credentials', 'webhooks']) await world.database.pool.query(`delete from ${table}`)
})

const id = () => newId(world.services.runtime)

async function credential(isUnprotected: boolean | null = null): Promise<string> {
  const credentialId = id()
  await world.database.pool.query(
    `insert into credentials (id, organisation_id, name, kind, config, external_id_issued, is_unprotected, version)
     values ($1, $2, $3, 'aws_access_keys', '{}', false, $4, 1)`,
    [credentialId, owner.actor.organisationId, `credential ${credentialId}`, isUnprotected],
  )
  return credentialId
}

/** A sync that stands so; times as PostgreSQL writes intervals, counted back from now. */
async function sync(standing: { failure: string | null; failingFor?: string; isDue?: boolean; isPaused?: boolean; isDeleted?: boolean }) {
  const { failure, failingFor = '0', isDue = false, isPaused = false, isDeleted = false } = standing
  const syncId = id()
  await world.database.pool.query(
    `insert into syncs (id, organisation_id, app_id, environment_id, path, destination, credential_id, options, place, key_prefix, never_deletes,
       on_drift, referenced_environment_ids, version, paused_at, deleted_at)
     values ($1::uuid, $2, $3, $4, '/', 'aws_secrets_manager', $5, '{}', $1::uuid::text, '', false, 'stop', '{}', 1,
       case when $6::boolean then now() end, case when $7::boolean then now() end)`,
    [syncId, owner.actor.organisationId, appId, environmentId, await credential(), isPaused, isDeleted],
  )
  await world.database.pool.query(
    `insert into sync_progress (sync_id, wanted_generation, done_generation, due_at, reason, requested_at, attempts, failure, failure_sentence,
       failing_since, lease_number)
     values ($1, 1, 0, case when $2::boolean then now() end, 'change', now(), 1, $3, 'Grant it.', now() - $4::interval, 0)`,
    [syncId, isDue, failure, failingFor],
  )
  return syncId
}

const told = async (context = owner) =>
  (await listAttention({}, context))
    .filter(({ kind }) => /^(sync|credential|webhook)_/.test(kind))
    .map(({ kind, severity, syncId, credentialId, webhookId }) => ({ kind, severity, about: syncId ?? credentialId ?? webhookId }))

it('syncs that wait for somebody come first, and those that help themselves not before a quarter of an hour', async () => {
  const [failing, long, drifted] = [
    await sync({ failure: 'access_denied', failingFor: '1 minute' }),
    await sync({ failure: 'throttled', failingFor: '16 minutes', isDue: true }),
    await sync({ failure: 'drifted' }),
  ]
  await sync({ failure: 'throttled', failingFor: '14 minutes', isDue: true })
  await sync({ failure: 'access_denied', isPaused: true })
  await sync({ failure: 'access_denied', isDeleted: true })
  await sync({ failure: null })
  expect(await told()).toEqual([
    { kind: 'sync_failing', severity: 'danger', about: long },
    { kind: 'sync_failing', severity: 'danger', about: failing },
    { kind: 'sync_drifted', severity: 'warning', about: drifted },
  ])
  const [first] = await listAttention({ first: 1 }, owner)
  expect(first).toMatchObject({
    id: `sync_failing:${long}`,
    appName: 'shop',
    environmentName: 'Development',
    code: 'throttled',
    sentence: 'Grant it.',
    at: expect.any(Date),
  })
})

it('GQL-26 a sync is told only to those who hold the environment and may read integrations', async () => {
  await sync({ failure: 'access_denied' })
  await credential(true)
  const role = async (app: Record<string, string[]>, organisation: Record<string, string[]> = {}) =>
    (await world.member((await createRole({ name: `role-${id()}`, permissions: { organisation, app } }, owner)).name)).context
  const outside = await role({ Integrations: ['read'], Environments: ['read'] })
  expect(await told(outside)).toEqual([])
  const held = await role({ Integrations: ['read'], Environments: ['read'] })
  await setMemberAccess({ memberId: held.actor.id, environmentIds: [environmentId] }, owner)
  expect((await told(held)).map(({ kind }) => kind)).toEqual(['sync_failing'])
  const reader = await role({ Environments: ['read'] }, { IntegrationCredentials: ['read'] })
  expect((await told(reader)).map(({ kind }) => kind)).toEqual(['credential_unprotected'])
  expect(await told(await world.foreigner())).toEqual([])
})

it('a credential without protection and a webhook that fails for an hour or was switched off for it are warnings', async () => {
  const unprotected = await credential(true)
  await credential(false)
  const make = async () => (await createWebhook({ url: 'https://hooks.example.com/x', events: ['sync.failed'] }, owner)).webhook.id
  const [failing, off, gone] = [await make(), await make(), await make()]
  const stand = (webhookId: string, reason: string | null, failingFor: string | null) =>
    world.database.pool.query('update webhooks set disabled_reason = $2, failing_since = now() - $3::interval where id = $1', [
      webhookId,
      reason,
      failingFor,
    ])
  await stand(failing, null, '61 minutes')
  await stand(off, 'failing', '6 days')
  await stand(gone, 'gone', '1 minute')
  await stand(await make(), null, '59 minutes')
  await stand(await make(), 'by_hand', '6 days')
  expect(await told()).toEqual([
    { kind: 'credential_unprotected', severity: 'warning', about: unprotected },
    ...[failing, off, gone].map((about) => ({ kind: 'webhook_failing', severity: 'warning', about })),
  ])
  expect((await told((await world.member('Developer')).context)).map(({ kind }) => kind)).toEqual(['credential_unprotected'])
})

it('the metrics tell how many syncs are due, how late the latest is and how runs ended, and no name of anybody', async () => {
  const due = await sync({ failure: null, isDue: true })
  await world.database.pool.query(`update sync_progress set due_at = now() - interval '90 seconds'`)
  const paused = await sync({ failure: 'access_denied', isDue: true, isPaused: true })
  await sync({ failure: 'access_denied' })
  for (const [index, outcome] of ['written', 'written', 'failed'].entries()) {
    await world.database.pool.query(
      `insert into sync_runs (id, organisation_id, sync_id, generation, attempt, reason, lease_number, outcome, added_count, changed_count,
         removed_count, unchanged_count, queued_at, started_at, finished_at)
       values ($1, $2, $3, $4, 1, 'change', 1, $5, 0, 0, 0, 0, now(), now(), now())`,
      [id(), owner.actor.organisationId, due, index, outcome],
    )
  }
  const { metrics, services } = world.node
  await noteQueue({ administration: services, metrics })
  const text = await metrics.registry.metrics()
  expect(text).toMatch(/^syncs_due 1$/m)
  expect(Number(/^sync_lag_seconds (\S+)$/m.exec(text)?.[1])).toBeCloseTo(90, -1)
  expect(text).toMatch(/^syncs_failing 1$/m)
  expect(text).toContain('sync_runs_of_last_hour{outcome="written"} 2')
  expect(text).toContain('sync_runs_of_last_hour{outcome="failed"} 1')
  for (const name of [due, paused, 'shop', 'Development']) expect(text).not.toContain(name)
})
