import {
  type CloudCredential,
  createApp,
  createSecrets,
  deleteSecrets,
  listEnvironments,
  newId,
  readSecrets,
  runSync,
  type Services,
  type Sync,
  updateSecrets,
} from '@bonafide/core'
import { type AwsAccount, type AwsCloudOptions, type Caller, createAwsCloud, type Policy } from '@bonafide/stand-ins'
import { createWorld, type Node, random, type World } from './world.ts'

export const region = 'eu-central-1'
const everything: Policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['secretsmanager:*', 'kms:*'], Resource: '*' }] }
const environmentVariable = 'AWS_ENDPOINT_URL'

export type SyncWorld = Awaited<ReturnType<typeof createSyncWorld>>

export interface SyncWorldOptions extends Pick<AwsCloudOptions, 'writesPerSecond'> {
  /** One that is there already, and stays when this one is closed. */
  world?: World
}

/** The world with an AWS of its own, over HTTP: an app whose environments can be synced, and a credential that may write. */
export async function createSyncWorld({ writesPerSecond, world: given }: SyncWorldOptions = {}) {
  const world = given ?? (await createWorld())
  const awsClock = { offsetMs: 0 }
  const cloud = createAwsCloud({ now: () => new Date(Date.now() + awsClock.offsetMs), writesPerSecond })
  const listening = await cloud.listen()
  const before = process.env[environmentVariable]
  process.env[environmentVariable] = listening.url
  const account = cloud.account('111122223333')
  const { organisationId } = world.owner.context.actor
  const { pool } = world.database
  const { owner } = world

  const addCredential = async (caller: Caller, name = `credential ${caller.accessKeyId}`): Promise<CloudCredential> => {
    const id = newId(world.services.runtime)
    const now = new Date()
    const credential: CloudCredential = {
      id,
      organisationId,
      name,
      kind: 'aws_access_keys',
      config: { region, accessKeyId: caller.accessKeyId },
      externalId: null,
      externalIdIssued: false,
      serverWrappedSecret: world.services.keyring.wrap(caller.secretAccessKey, `credential_secret:${id}`, random),
      lastFour: null,
      fingerprint: null,
      account: caller.account,
      principal: caller.arn,
      isUnprotected: null,
      checkedAt: now,
      simulated: false,
      version: 1,
      createdAt: now,
      updatedAt: now,
    }
    await world.services.stores.credentials.insert(credential, owner.id)
    return credential
  }
  const addUser = (of: AwsAccount = account, policies: readonly Policy[] = [everything]) =>
    of.addUser({ name: `writer-${of.id}-${random(4).join('')}`, policies })
  const credential = await addCredential(addUser())

  let names = 0
  /** An app with an environment that has these secrets. */
  const environment = async (secrets: Record<string, string> = {}, name = `app ${++names}`) => {
    const app = await createApp({ name }, owner.context)
    const [first, second] = await listEnvironments({ appId: app.id }, owner.context)
    if (!first || !second) throw new Error('the app has no environments')
    await put(first.id, secrets)
    return { appId: app.id, id: first.id, name: first.name, other: second }
  }

  /** Makes or changes secrets as a person does. */
  async function put(environmentId: string, secrets: Record<string, string>, path = '/') {
    const present = new Map(
      (await readSecrets({ environmentId, path, resolveReferences: false }, owner.context)).map((one) => [one.key, one]),
    )
    const entries = Object.entries(secrets)
    const created = entries.filter(([key]) => !present.has(key)).map(([key, value]) => ({ key, value, path }))
    const changed = entries.flatMap(([key, value]) => {
      const secret = present.get(key)
      return secret ? [{ id: secret.id, value }] : []
    })
    if (created.length > 0) await createSecrets({ environmentId, secrets: created }, owner.context)
    if (changed.length > 0) await updateSecrets({ environmentId, secrets: changed }, owner.context)
  }

  const remove = async (environmentId: string, key: string) => {
    const secret = (await readSecrets({ environmentId }, owner.context)).find((one) => one.key === key)
    if (secret) await deleteSecrets({ environmentId, ids: [secret.id] }, owner.context)
  }

  /** A sync as it stands after its creation, its first run due at once. */
  const addSync = async (
    environment: { id: string; appId: string },
    fields: Partial<Sync> & {
      secretName?: string
      kmsKeyArn?: string
      known?: { remoteVersionId: string | null; serverWrappedBase: string | null }
    } = {},
  ): Promise<Sync> => {
    const {
      secretName = `secret-${++names}`,
      kmsKeyArn = null,
      known = { remoteVersionId: null, serverWrappedBase: null },
      ...more
    } = fields
    const now = new Date()
    const sync: Sync = {
      id: newId(world.services.runtime),
      organisationId,
      appId: environment.appId,
      environmentId: environment.id,
      path: '/',
      destination: 'aws_secrets_manager',
      credentialId: credential.id,
      options: { secretName, kmsKeyArn, tags: [] },
      place: `aws_secrets_manager:${account.id}:${region}:${secretName}`,
      keyPrefix: '',
      neverDeletes: false,
      onDrift: 'stop',
      referencedEnvironmentIds: [],
      pausedAt: null,
      pausedBy: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
      ...more,
    }
    await world.services.stores.transaction(async (stores) => {
      await stores.syncs.insert(sync, known, owner.id)
      await stores.syncs.request([sync.id], { reason: 'created', requestedBy: 'Ada', dueInMs: 0 })
    })
    return sync
  }

  const nameOf = ({ options }: Sync): string => (options as { secretName: string }).secretName
  const unexpected: unknown[] = []

  return {
    ...world,
    cloud,
    awsClock,
    account,
    credential,
    addCredential,
    addUser,
    environment,
    put,
    remove,
    addSync,
    /** What no run should have met. */
    unexpected,
    /** Runs a sync on some node, if something is due for it, now or later; as if nothing had been written for hours. */
    async run({ id }: Sync, services: Services = world.services): Promise<void> {
      await pool.query('update sync_progress set due_at = clock_timestamp() where sync_id = $1 and due_at is not null', [id])
      await pool.query(`update sync_runs set finished_at = finished_at - interval '2 hours' where sync_id = $1`, [id])
      await runSync(id, services, { onUnexpected: (error) => void unexpected.push(error) })
    },
    async request({ id }: Sync, reason: 'manual' | 'resumed' | 'changed' | 'drift_check' = 'manual') {
      await world.services.stores.syncs.request([id], { reason, requestedBy: null, dueInMs: 0 })
    },
    /** What the destination holds, as everybody reads it. */
    remote(sync: Sync): Record<string, unknown> | null {
      const secret = account.secrets.get(region)?.get(nameOf(sync))
      const current = [...(secret?.versions.values() ?? [])].find(({ stages }) => stages.has('AWSCURRENT'))
      return current ? JSON.parse(current.value) : null
    },
    stored: (sync: Sync) => account.secrets.get(region)?.get(nameOf(sync)),
    /** Edits the remote secret behind our back. */
    edit(sync: Sync, value: Record<string, unknown> | string) {
      const secret = account.secrets.get(region)?.get(nameOf(sync))
      if (!secret) throw new Error('there is no such secret')
      for (const { stages } of secret.versions.values()) stages.delete('AWSCURRENT')
      const id = Buffer.from(random(16)).toString('hex')
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      secret.versions.set(id, { id, value: text, stages: new Set(['AWSCURRENT']), createdAt: new Date() })
    },
    /** Keeps the next call of an action waiting: `arrived` when AWS has it, and goes on when `release` is called. */
    hold(action: string) {
      let release = () => {}
      const promise = new Promise<void>((resolve) => {
        release = resolve
      })
      const before = cloud.requests.length
      cloud.misbehave({ kind: 'delayed', until: promise }, { action, times: 1 })
      const isThere = () => cloud.requests.slice(before).some((request) => request.action === action)
      const arrived = async () => {
        while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5))
      }
      return { arrived, release: () => release() }
    },
    /** As if the node that has a sync had said nothing for a minute. */
    async endLease({ id }: Sync) {
      await pool.query(`update sync_progress set leased_until = clock_timestamp() - interval '1 second' where sync_id = $1`, [id])
    },
    /** The writing calls that AWS has seen so far. */
    writes: () => cloud.requests.filter(({ action }) => /^(Create|Put|Update)/.test(action)),
    async progress({ id }: Sync) {
      const [progress] = await world.services.stores.syncs.findProgress([id])
      if (!progress) throw new Error('the sync has no progress')
      return progress
    },
    /** Every run of a sync, the oldest first. */
    async runs({ id }: Sync) {
      const { rows } = await pool.query('select * from sync_runs where sync_id = $1 order by id', [id])
      return rows as { outcome: string; failure: string | null; write_token: string | null; attempt: number; reason: string }[]
    },
    /** Actions of the audit log about a sync. */
    async audited({ id }: Sync): Promise<string[]> {
      const { rows } = await pool.query('select action from audit_events where resource_id = $1 order by id', [id])
      return rows.map(({ action }) => action)
    },
    startNode: (): Promise<Node> => world.start(),
    async close() {
      if (before === undefined) delete process.env[environmentVariable]
      else process.env[environmentVariable] = before
      if (!given) await world.close()
      await listening.close()
    },
  }
}
