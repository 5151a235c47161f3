import { randomBytes, randomUUID } from 'node:crypto'
import { type AwsCloud, type AwsFault, type KeyState, makeCurrent, type Policy, type StoredSecret, staged } from '@bonafide/stand-ins'

/** A secret in the cloud, as somebody who looks at it in AWS sees it. */
export interface SeenSecret {
  arn: string
  name: string
  /** Of AWSCURRENT; null before there is any. */
  value: string | null
  kmsKeyId: string | null
  tags: Record<string, string>
  versions: { id: string; value: string; stages: string[] }[]
  isScheduledForDeletion: boolean
}

interface Place {
  account: string
  region: string
}

export type StatedFault = Exclude<AwsFault, { kind: 'delayed' } | { kind: 'body' }>

export type AwsControl = ReturnType<typeof controlOf>

/** What a story does to the cloud behind the product's back: all of it plain data, since it is asked for over HTTP. */
export function controlOf(cloud: AwsCloud) {
  let release = () => {}
  const secretsIn = ({ account, region }: Place): Map<string, StoredSecret> => {
    const { secrets } = cloud.account(account)
    const present = secrets.get(region) ?? new Map<string, StoredSecret>()
    secrets.set(region, present)
    return present
  }
  const existing = (place: Place & { name: string }): StoredSecret => {
    const secret = secretsIn(place).get(place.name)
    if (!secret) throw new Error(`there is no secret ${place.name}`)
    return secret
  }
  return {
    addUser({ account, name, policies }: { account: string; name: string; policies: Policy[] }) {
      const { arn, accessKeyId, secretAccessKey } = cloud.account(account).addUser({ name, policies })
      return { arn, accessKeyId, secretAccessKey }
    },
    removeKey: ({ accessKeyId }: { accessKeyId: string }) => cloud.removeKey(accessKeyId),
    /** Another role of the same name takes its place. */
    addRole: ({ account, ...role }: { account: string; name: string; trust: Policy; policies?: Policy[] }) => ({
      arn: cloud.account(account).addRole(role).arn,
    }),
    removeRole: ({ account, arn }: { account: string; arn: string }) => cloud.account(account).roles.delete(arn),
    addOidcProvider: ({ account, ...provider }: { account: string; url: string; clientIds: string[] }) => ({
      arn: cloud.account(account).addOidcProvider(provider).arn,
    }),
    addKey: ({ account, region, state }: Place & { state?: KeyState }) => ({ arn: cloud.account(account).addKey(region, state).arn }),
    setKeyState({ account, arn, state }: { account: string; arn: string; state: KeyState }) {
      const key = cloud.account(account).keys.get(arn)
      if (key) key.state = state
    },
    setRegion({ account, region, enabled }: Place & { enabled: boolean }) {
      const { disabledRegions } = cloud.account(account)
      if (enabled) disabledRegions.delete(region)
      else disabledRegions.add(region)
    },
    /** Makes secrets, or their next versions. A value of null makes one that has none. */
    putSecrets({ secrets, ...place }: Place & { secrets: { name: string; value: string | null; tags?: Record<string, string> }[] }) {
      const present = secretsIn(place)
      for (const { name, value, tags = {} } of secrets) {
        const secret = present.get(name) ?? newSecret(place, name)
        for (const [key, text] of Object.entries(tags)) secret.tags.set(key, text)
        if (value !== null) makeCurrent(secret, { id: randomUUID(), value, stages: new Set(), createdAt: new Date() })
        secret.changedAt = new Date()
        present.set(name, secret)
      }
    },
    /** So many secrets `<prefix>00001 …`, for lists. */
    putManySecrets({ prefix, count, ...place }: Place & { prefix: string; count: number }) {
      const present = secretsIn(place)
      for (let index = 1; index <= count; index++) {
        const secret = newSecret(place, `${prefix}${String(index).padStart(5, '0')}`)
        makeCurrent(secret, { id: randomUUID(), value: '{}', stages: new Set(), createdAt: new Date() })
        present.set(secret.name, secret)
      }
    },
    scheduleDeletion(place: Place & { name: string }) {
      existing(place).deletedAt = new Date(Date.now() + 7 * 86_400_000)
    },
    removeSecret: (place: Place & { name: string }) => secretsIn(place).delete(place.name),
    readSecret: (place: Place & { name: string }) => seen(secretsIn(place).get(place.name)),
    /** The next `times` calls of an action, or of every action, go wrong until `behave`. */
    misbehave: ({ fault, ...options }: { fault: StatedFault; action?: string; times?: number }) => cloud.misbehave(fault, options),
    /** Calls of an action wait until `behave`. */
    hold({ action }: { action: string }) {
      const until = new Promise<void>((resolve) => (release = resolve))
      cloud.misbehave({ kind: 'delayed', until }, { action })
    },
    behave() {
      cloud.behave()
      release()
    },
    /** Every call that was seen, without what it said. */
    requests: () => cloud.requests.map(({ action, region, accessKeyId, result }) => ({ action, region, accessKeyId, result })),
  }
}

function newSecret({ account, region }: Place, name: string): StoredSecret {
  const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${randomBytes(3).toString('hex')}`
  const now = new Date()
  return { name, arn, description: '', tags: new Map(), versions: new Map(), createdAt: now, changedAt: now, deletedAt: null }
}

function seen(secret: StoredSecret | undefined): SeenSecret | null {
  if (!secret) return null
  const { arn, name, kmsKeyId, tags, versions, deletedAt } = secret
  return {
    arn,
    name,
    value: staged(secret, 'AWSCURRENT')?.value ?? null,
    kmsKeyId: kmsKeyId ?? null,
    tags: Object.fromEntries(tags),
    versions: [...versions.values()].map(({ id, value, stages }) => ({ id, value, stages: [...stages] })),
    isScheduledForDeletion: deletedAt !== null,
  }
}
