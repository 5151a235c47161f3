import type { AwsAccount, Caller } from './account.ts'
import type { Policy } from './policy.ts'
import type { StoredSecret } from './secret.ts'

/** What calls have changed in a cloud, as plain JSON: secrets, and the keys of sessions that have not ended. Who and what may is set up anew. */
export interface AwsSnapshot {
  secrets: SavedSecret[]
  sessions: SavedSession[]
}

interface SavedSecret {
  account: string
  region: string
  name: string
  arn: string
  description: string
  kmsKeyId?: string
  tags: [string, string][]
  versions: { id: string; value: string; stages: string[]; createdAt: string }[]
  createdAt: string
  changedAt: string
  deletedAt: string | null
}

interface SavedSession {
  account: string
  roleArn: string
  arn: string
  userId: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  expiresAt: string
  sessionPolicy?: Policy
}

/** Versions without a label that are kept of a secret; AWS promises none of them. */
const unlabelledVersions = 8

export function takeSnapshot(accounts: Iterable<AwsAccount>, callers: Iterable<Caller>, now: Date): AwsSnapshot {
  const secrets = [...accounts].flatMap((account) =>
    [...account.secrets].flatMap(([region, named]) => [...named.values()].map((secret) => savedSecret(account.id, region, secret))),
  )
  return { secrets, sessions: [...callers].flatMap((caller) => savedSession(caller, now)) }
}

/** Puts what was saved into accounts whose roles are there again; sessions of roles that are not are gone. */
export function restoreSnapshot(
  { secrets, sessions }: AwsSnapshot,
  accountOf: (id: string) => AwsAccount,
  register: (caller: Caller) => void,
): void {
  for (const { account, region, ...saved } of secrets) {
    const all = accountOf(account).secrets
    const named = all.get(region) ?? new Map<string, StoredSecret>()
    all.set(region, named)
    named.set(saved.name, restoredSecret(saved))
  }
  for (const { roleArn, expiresAt, ...saved } of sessions) {
    const role = accountOf(saved.account).roles.get(roleArn)
    if (role) register({ ...saved, expiresAt: new Date(expiresAt), policies: role.policies, role })
  }
}

function savedSecret(account: string, region: string, secret: StoredSecret): SavedSecret {
  const { name, arn, description, kmsKeyId, tags, versions, createdAt, changedAt, deletedAt } = secret
  const unlabelled = [...versions.values()].filter(({ stages }) => stages.size === 0)
  const dropped = new Set(unlabelled.slice(0, Math.max(0, unlabelled.length - unlabelledVersions)))
  return {
    ...{ account, region, name, arn, description, kmsKeyId },
    tags: [...tags],
    versions: [...versions.values()]
      .filter((version) => !dropped.has(version))
      .map((version) => ({ ...version, stages: [...version.stages], createdAt: version.createdAt.toISOString() })),
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
  }
}

const restoredSecret = ({
  tags,
  versions,
  createdAt,
  changedAt,
  deletedAt,
  ...secret
}: Omit<SavedSecret, 'account' | 'region'>): StoredSecret => ({
  ...secret,
  tags: new Map(tags),
  versions: new Map(
    versions.map((version) => [version.id, { ...version, stages: new Set(version.stages), createdAt: new Date(version.createdAt) }]),
  ),
  createdAt: new Date(createdAt),
  changedAt: new Date(changedAt),
  deletedAt: deletedAt === null ? null : new Date(deletedAt),
})

function savedSession({ policies: _, role, expiresAt, ...caller }: Caller, now: Date): SavedSession[] {
  if (!role || !expiresAt || expiresAt <= now) return []
  const { account, arn, userId, accessKeyId, secretAccessKey, sessionToken, sessionPolicy } = caller
  const keys = { accessKeyId, secretAccessKey, sessionToken }
  return [{ account, arn, userId, ...keys, sessionPolicy, roleArn: role.arn, expiresAt: expiresAt.toISOString() }]
}
