import {
  checkCredential,
  createApp,
  createCredential,
  createSecrets,
  createSync,
  deleteSecrets,
  editLabSecret,
  listCredentials,
  listEnvironments,
  listLabSecrets,
  listRemoteSecrets,
  planSync,
  readSecrets,
  removeLab,
  resolveDrift,
  revealLabSecret,
  runSync,
  type SignedInContext,
  type Sync,
  startLab,
  updateCredential,
  updateSync,
} from '@bonafide/core'
import { createAwsCloud } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLabWorld, type LabWorld } from './lab-world.ts'
import { code, sentence } from './planned-syncs.ts'
import { type Node, random } from './world.ts'

const region = 'eu-central-1'
const environmentVariable = 'AWS_ENDPOINT_URL'

let world: LabWorld
let owner: SignedInContext
let demo: { environmentId: string; credentialId: string }
/** Whatever leaves by the SDK arrives here. */
const outside = createAwsCloud()
let close: () => Promise<void>
const before = process.env[environmentVariable]

beforeAll(async () => {
  const { url, close: stop } = await outside.listen()
  close = stop
  process.env[environmentVariable] = url
  world = await createLabWorld()
  owner = world.owner.context
  const [environment] = await listEnvironments({ appId: world.demo.appId }, owner)
  demo = { environmentId: environment?.id ?? '', credentialId: world.demo.credential?.id ?? '' }
})
afterAll(async () => {
  process.env[environmentVariable] = before
  if (before === undefined) delete process.env[environmentVariable]
  await world.close()
  await close()
})

let names = 0
const wanted = (fields: object = {}) => ({ ...demo, options: { secretName: `demo/secret${++names}` }, ...fields })

async function create(fields: object = {}, context = owner): Promise<Sync> {
  const input = wanted(fields)
  return createSync({ ...input, planId: (await planSync(input, context)).id }, context)
}

async function run(sync: Sync, services: Node['services'] = world.services) {
  const { pool } = world.database
  await pool.query('update sync_progress set due_at = clock_timestamp() where sync_id = $1 and due_at is not null', [sync.id])
  const unexpected: unknown[] = []
  await runSync(sync.id, services, { onUnexpected: (error) => void unexpected.push(error) })
  expect(unexpected).toEqual([])
  const { rows } = await pool.query('select outcome, failure from sync_runs where sync_id = $1 order by id desc limit 1', [sync.id])
  return rows[0]
}

const nameOf = ({ options }: Sync) => ({ name: (options as { secretName: string }).secretName, region })
const arrived = async (sync: Sync, context = owner) =>
  Object.fromEntries((await revealLabSecret(nameOf(sync), context)).map(({ key, value }) => [key, value]))
const ask = (sync: Sync) => world.services.stores.syncs.request([sync.id], { reason: 'manual', requestedBy: null, dueInMs: 0 })

/** An app that is real, with these secrets. */
async function realApp(secrets: Record<string, string> = { A: '1' }) {
  const app = await createApp({ name: `real ${random(3).join('')}` }, owner)
  const [environment] = await listEnvironments({ appId: app.id }, owner)
  if (!environment) throw new Error('the app has no environment')
  const list = Object.entries(secrets).map(([key, value]) => ({ key, value }))
  await createSecrets({ environmentId: environment.id, secrets: list }, owner)
  return { app, environment }
}

describe('the simulated account of AWS', () => {
  it('takes a demo app from the plan to what has arrived, by the hosts that AWS has, and nothing leaves the process', async () => {
    const { [environmentVariable]: stopped } = process.env
    delete process.env[environmentVariable]
    try {
      const [credential] = (await listCredentials({}, owner)).rows
      expect(credential).toMatchObject({ id: demo.credentialId, name: 'Lab AWS', kind: 'aws_assume_role', simulated: true })
      const check = await checkCredential({ id: demo.credentialId }, owner)
      expect(check).toMatchObject({ passed: true, found: { isUnprotected: false } })
      const plan = await planSync(wanted(), owner)
      expect(plan).toMatchObject({ region, remoteState: 'absent', account: check.found?.account })
      const sync = await create()
      expect(await run(sync)).toEqual({ outcome: 'written', failure: null })
      const secrets = await readSecrets({ environmentId: demo.environmentId }, owner)
      expect(await arrived(sync)).toEqual(Object.fromEntries(secrets.map(({ key, value }) => [key, value])))
      const [listed] = await listLabSecrets(owner)
      expect(listed).toMatchObject({ ...nameOf(sync), versions: 1, open: true, sync: { id: sync.id } })
      expect(listed?.keys.toSorted()).toEqual(secrets.map(({ key }) => key).toSorted())
      expect(JSON.stringify(listed)).not.toContain('demo-password')
      const { secrets: found } = await listRemoteSecrets({ credentialId: demo.credentialId }, owner)
      expect(found.map(({ name }) => name)).toContain(nameOf(sync).name)
    } finally {
      process.env[environmentVariable] = stopped
    }
    expect(world.outbound).toEqual([])
  })

  it('an edit behind the product’s back is drift, and is decided about as anywhere', async () => {
    const sync = await create()
    await run(sync)
    const { versions } = await editLabSecret({ ...nameOf(sync), key: 'GREETING', value: 'edited' }, owner)
    expect(versions).toBe(2)
    await ask(sync)
    expect(await run(sync)).toEqual({ outcome: 'stopped', failure: 'drifted' })
    expect((await arrived(sync)).GREETING).toBe('edited')
    const { id: planId } = await planSync({ id: sync.id }, owner)
    await resolveDrift({ id: sync.id, resolution: 'overwrite', planId }, owner)
    expect(await run(sync)).toEqual({ outcome: 'written', failure: null })
    expect((await arrived(sync)).GREETING).toBe('Hello from development')
    const { rows } = await world.database.pool.query(`select to_jsonb(a) as event from audit_events a where action = 'lab.edit_secret'`)
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain('edited')
  })

  it('is the same on every node and after a restart, and its state is sealed where it is kept', async () => {
    const other = await world.start()
    const sync = await create()
    expect(await run(sync, other.services)).toEqual({ outcome: 'written', failure: null })
    expect((await arrived(sync)).GREETING).toBe('Hello from development')
    await editLabSecret({ ...nameOf(sync), key: 'GREETING', value: 'from one node' }, owner)
    const there = { ...owner, ...other.services }
    expect((await arrived(sync, there)).GREETING).toBe('from one node')
    // Whatever sessions are open here go on, and another process signs in for itself.
    const third = await world.start()
    await ask(sync)
    expect(await run(sync, third.services)).toEqual({ outcome: 'stopped', failure: 'drifted' })
    const { rows } = await world.database.pool.query('select server_wrapped_state as state from lab_aws')
    expect(rows).toHaveLength(1)
    expect(rows[0].state).toMatch(/^bf:v1:/)
    expect(rows[0].state).not.toContain('GREETING')
  })

  it('writes of many at once all arrive', async () => {
    const syncs: Sync[] = []
    for (let number = 0; number < 6; number++) syncs.push(await create())
    await Promise.all(syncs.map(({ id }) => runSync(id, world.services)))
    for (const sync of syncs) await run(sync)
    for (const sync of syncs) expect(Object.keys(await arrived(sync))).toContain('GREETING')
  })

  it('of another organisation is another one', async () => {
    const foreigner = await world.foreigner()
    await startLab(foreigner)
    expect(await listLabSecrets(foreigner)).toEqual([])
    const [mine] = await listLabSecrets(owner)
    expect(await code(revealLabSecret({ name: mine?.name, region }, foreigner))).toBe('not_found')
    const input = { ...demo, options: { secretName: 'theirs' } }
    expect(await code(planSync(input, foreigner))).toBe('not_found')
    const accounts = await Promise.all(
      [owner, foreigner].map(async (context) => {
        const [credential] = (await listCredentials({}, context)).rows
        return JSON.stringify(credential?.config)
      }),
    )
    expect(new Set(accounts).size).toBe(2)
  })
})

describe('what is simulated and what is real', () => {
  it('never meet: a demo app has no real credentials, and a real app none of the Lab', async () => {
    const { environment } = await realApp()
    const account = outside.account('111122223333')
    const user = account.addUser({ name: 'writer', policies: [] })
    const real = await createCredential(
      {
        name: 'real',
        kind: 'aws_access_keys',
        config: { accessKeyId: user.accessKeyId, region },
        secret: user.secretAccessKey,
        force: true,
      },
      owner,
    )
    const asked = outside.requests.length
    const state = async () => (await world.database.pool.query('select server_wrapped_state from lab_aws')).rows
    const [kept, syncs] = [await state(), await world.count('syncs')]
    expect(kept).not.toEqual([])
    for (const input of [wanted({ credentialId: real.credential.id }), wanted({ environmentId: environment.id })]) {
      expect(await code(planSync(input, owner))).toBe('conflict')
      expect(await code(createSync({ ...input, planId: 'seen' }, owner))).toBe('conflict')
    }
    expect(await state()).toEqual(kept)
    const sync = await create()
    const change = { id: sync.id, credentialId: real.credential.id, planId: 'seen', expectedVersion: 1 }
    expect(await sentence(updateSync(change, owner))).toMatch(/An app of the Lab is not synced to an account that is real/)
    expect(outside.requests).toHaveLength(asked)
    expect(await world.count('syncs')).toBe(syncs + 1)
  })

  it('a value that refers to a real app is not brought there', async () => {
    const { app } = await realApp({ PRICE: 'a real value' })
    const value = ['$', `{${app.name}::Development.PRICE}`].join('')
    const { environmentId } = demo
    await createSecrets({ environmentId, secrets: [{ key: 'REFERRING', value }] }, owner)
    expect(await sentence(planSync(wanted(), owner))).toMatch(/refers to an app that is real/)
    const added = (await readSecrets({ environmentId }, owner)).find(({ key }) => key === 'REFERRING')
    await deleteSecrets({ environmentId, ids: [added?.id ?? ''] }, owner)
  })

  it('no request makes simulated credentials, or makes them real', async () => {
    const parts = { kind: 'aws_assume_role', config: { roleArn: 'arn:aws:iam::111122223333:role/nobody', region }, simulated: true }
    await createCredential({ ...parts, name: 'not simulated', force: true }, owner)
    const { credential } = await updateCredential(
      { id: demo.credentialId, name: 'Lab AWS, renamed', simulated: false, expectedVersion: 1 },
      owner,
    )
    expect(credential.simulated).toBe(true)
    await updateCredential({ id: demo.credentialId, name: 'Lab AWS', expectedVersion: 2 }, owner)
    expect(await world.count('credentials where simulated')).toBe(2)
  })

  it('looking inside takes the keys of the environment, and editing the right to change credentials', async () => {
    const sync = await create()
    await run(sync)
    const { context } = await world.member('Manager')
    const seen = (await listLabSecrets(context)).find(({ name }) => name === nameOf(sync).name)
    expect(seen).toMatchObject({ open: false, sync: null })
    expect(await code(revealLabSecret(nameOf(sync), context))).toBe('not_found')
    const developer = (await world.member('Developer')).context
    expect(['forbidden', 'not_found']).toContain(await code(editLabSecret({ ...nameOf(sync), key: 'GREETING', value: 'x' }, developer)))
    expect((await arrived(sync)).GREETING).toBe('Hello from development')
  })
})

describe('where the Lab is off', () => {
  it('simulated syncs stop, credentials are not tried, and nothing goes out', async () => {
    const sync = await create()
    const off = await world.start({ lab: null })
    const asOwner = { ...owner, ...off.services }
    const asked = outside.requests.length
    expect(await run(sync, off.services)).toEqual({ outcome: 'stopped', failure: 'lab_off' })
    for (const deed of [
      () => planSync(wanted(), asOwner),
      () => checkCredential({ id: demo.credentialId }, asOwner),
      () => listRemoteSecrets({ credentialId: demo.credentialId }, asOwner),
      () => listLabSecrets(asOwner),
      () => revealLabSecret(nameOf(sync), asOwner),
      () => editLabSecret({ ...nameOf(sync), key: 'GREETING', value: 'x' }, asOwner),
    ])
      expect(await code(deed())).toBe('lab_off')
    expect(outside.requests).toHaveLength(asked)
    expect(world.outbound).toEqual([])
    await ask(sync)
    expect(await run(sync)).toEqual({ outcome: 'written', failure: null })
  })

  it('removing the demo data takes credentials, syncs and the account away; loaded anew, it is empty', async () => {
    const off = await world.start({ lab: null })
    const { organisationId } = owner.actor
    expect(await removeLab({ ...owner, ...off.services })).toMatchObject({ apps: 1, credentials: 1 })
    expect(await world.count(`credentials where simulated and organisation_id = '${organisationId}'`)).toBe(0)
    expect(await world.count(`lab_aws where organisation_id = '${organisationId}'`)).toBe(0)
    expect(await world.count('syncs')).toBe(0)
    const view = await startLab(owner)
    expect(view).toMatchObject({ started: true, credential: { name: 'Lab AWS' } })
    expect(await listLabSecrets(owner)).toEqual([])
    expect(await checkCredential({ id: view?.credential?.id }, owner)).toMatchObject({ passed: true })
  })
})
