import { randomBytes, randomUUID } from 'node:crypto'
import { arnOf, authorise, type Call, found, requestTags, secretsIn, tagsOf, textOf, usable } from './call.ts'
import { useKey } from './kms.ts'
import { AwsRefusal } from './refusal.ts'
import { makeCurrent, type StoredSecret, staged } from './secret.ts'
import { listSecrets } from './secrets-list.ts'

/** Longest value, in bytes of UTF-8. Source: AWS Secrets Manager User Guide, "Quotas". */
const MAX_VALUE_BYTES = 65_536
/** Versions of one secret; those without a label go first, once they are a day old. */
const MAX_VERSIONS = 100
const DAY_MS = 86_400_000

type Operation = (call: Call) => Record<string, unknown>

/** The operations of Secrets Manager that change something: they share one quota of calls a second. */
export const writes = new Set([
  'CreateSecret',
  'PutSecretValue',
  'UpdateSecret',
  'DeleteSecret',
  'RestoreSecret',
  'TagResource',
  'UntagResource',
])

export const operations: Record<string, Operation> = {
  CreateSecret(call) {
    const name = textOf(call, 'Name') ?? ''
    if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) {
      throw new AwsRefusal(
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of: -/_+=.@!',
      )
    }
    authorise(call, 'CreateSecret', arnOf(call, name, '??????'), { 'secretsmanager:name': name, ...requestTags(call) })
    if (tagsOf(call).length > 0) authorise(call, 'TagResource', arnOf(call, name, '??????'), requestTags(call))
    const present = secretsIn(call).get(name)
    if (present?.deletedAt) {
      throw new AwsRefusal(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      )
    }
    if (present) return answerAgain(call, present)
    const secret: StoredSecret = {
      name,
      arn: arnOf(call, name, randomBytes(4).toString('base64url').replace(/[-_]/g, 'x').slice(0, 6)),
      description: textOf(call, 'Description') ?? '',
      kmsKeyId: textOf(call, 'KmsKeyId'),
      tags: new Map(tagsOf(call)),
      versions: new Map(),
      createdAt: call.now,
      changedAt: call.now,
      deletedAt: null,
    }
    const versionId = writeValue(call, secret)
    secretsIn(call).set(name, secret)
    return { ARN: secret.arn, Name: name, ...(versionId ? { VersionId: versionId } : {}) }
  },

  DescribeSecret(call) {
    const secret = found(call, 'DescribeSecret')
    return { ...described(secret), VersionIdsToStages: stagesOf(secret) }
  },

  GetSecretValue(call) {
    const secret = usable(found(call, 'GetSecretValue'))
    const id = textOf(call, 'VersionId')
    const stage = textOf(call, 'VersionStage') ?? 'AWSCURRENT'
    const version = id ? secret.versions.get(id) : staged(secret, stage)
    if (!version) {
      const what = id ? `VersionId: ${id}` : `staging label: ${stage}`
      throw new AwsRefusal('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`)
    }
    useKey(call, secret, 'kms:Decrypt')
    const { id: VersionId, value, stages, createdAt } = version
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId,
      SecretString: value,
      VersionStages: [...stages],
      CreatedDate: seconds(createdAt),
    }
  },

  PutSecretValue(call) {
    const secret = usable(found(call, 'PutSecretValue'))
    if (textOf(call, 'SecretString') === undefined) {
      throw new AwsRefusal('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')
    }
    const versionId = writeValue(call, secret) ?? ''
    const VersionStages = [...(secret.versions.get(versionId)?.stages ?? [])]
    return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages }
  },

  UpdateSecret(call) {
    const secret = usable(found(call, 'UpdateSecret'))
    const before = secret.kmsKeyId
    secret.kmsKeyId = textOf(call, 'KmsKeyId') ?? before
    try {
      if (secret.kmsKeyId !== before && textOf(call, 'SecretString') === undefined) useKey(call, secret, 'kms:GenerateDataKey')
      const versionId = writeValue(call, secret)
      secret.description = textOf(call, 'Description') ?? secret.description
      secret.changedAt = call.now
      return { ARN: secret.arn, Name: secret.name, ...(versionId ? { VersionId: versionId } : {}) }
    } catch (refusal) {
      secret.kmsKeyId = before
      throw refusal
    }
  },

  DeleteSecret(call) {
    const secret = usable(found(call, 'DeleteSecret'))
    const days = call.input.RecoveryWindowInDays ?? 30
    if (call.input.ForceDeleteWithoutRecovery === true) secretsIn(call).delete(secret.name)
    else if (typeof days !== 'number' || days < 7 || days > 30) {
      throw new AwsRefusal('InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
    }
    secret.deletedAt = new Date(call.now.getTime() + Number(days) * DAY_MS)
    return { ARN: secret.arn, Name: secret.name, DeletionDate: seconds(secret.deletedAt) }
  },

  RestoreSecret(call) {
    const secret = found(call, 'RestoreSecret')
    secret.deletedAt = null
    return { ARN: secret.arn, Name: secret.name }
  },

  TagResource(call) {
    const secret = usable(found(call, 'TagResource', requestTags(call)))
    for (const [key, value] of tagsOf(call)) secret.tags.set(key, value)
    return {}
  },

  UntagResource(call) {
    const secret = usable(found(call, 'UntagResource'))
    for (const key of (call.input.TagKeys as string[] | undefined) ?? []) secret.tags.delete(key)
    return {}
  },

  ListSecretVersionIds(call) {
    const secret = found(call, 'ListSecretVersionIds')
    const all = call.input.IncludeDeprecated === true
    const versions = [...secret.versions.values()].filter((version) => all || version.stages.size > 0)
    return {
      ARN: secret.arn,
      Name: secret.name,
      Versions: versions.map(({ id, stages, createdAt }) => ({
        VersionId: id,
        VersionStages: [...stages],
        CreatedDate: seconds(createdAt),
      })),
    }
  },

  ListSecrets(call) {
    authorise(call, 'ListSecrets', '*')
    const { page, nextToken } = listSecrets([...secretsIn(call).values()], call.input)
    return {
      SecretList: page.map((secret) => ({ ...described(secret), SecretVersionsToStages: stagesOf(secret) })),
      ...(nextToken ? { NextToken: nextToken } : {}),
    }
  },
}

/** CreateSecret said again with the same token and the same value is the same call; anything else found somebody else's secret. */
function answerAgain(call: Call, present: StoredSecret): Record<string, unknown> {
  const version = present.versions.get(textOf(call, 'ClientRequestToken') ?? '')
  if (version && version.value === textOf(call, 'SecretString')) return { ARN: present.arn, Name: present.name, VersionId: version.id }
  throw new AwsRefusal('ResourceExistsException', `The operation failed because the secret ${present.name} already exists.`)
}

/** Writes the call's value as a new version, once per ClientRequestToken; answers its id, or undefined when the call has no value. */
function writeValue(call: Call, secret: StoredSecret): string | undefined {
  const value = textOf(call, 'SecretString')
  if (value === undefined) return undefined
  if (value === '' || Buffer.byteLength(value) > MAX_VALUE_BYTES) {
    throw new AwsRefusal(
      'ValidationException',
      `1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to ${MAX_VALUE_BYTES}`,
    )
  }
  const id = textOf(call, 'ClientRequestToken') ?? randomUUID()
  if (id.length < 32 || id.length > 64) {
    throw new AwsRefusal('InvalidParameterException', 'ClientRequestToken must be 32-64 characters long.')
  }
  const same = secret.versions.get(id)
  if (same && same.value !== value) {
    throw new AwsRefusal(
      'ResourceExistsException',
      `The operation failed because a version of this secret already exists with a different value: ${id}`,
    )
  }
  useKey(call, secret, 'kms:GenerateDataKey')
  if (same) return id
  forgetOldVersions(secret, call.now)
  makeCurrent(secret, { id, value, stages: new Set(), createdAt: call.now })
  secret.changedAt = call.now
  return id
}

function forgetOldVersions(secret: StoredSecret, now: Date): void {
  if (secret.versions.size < MAX_VERSIONS) return
  for (const version of secret.versions.values()) {
    if (version.stages.size === 0 && now.getTime() - version.createdAt.getTime() > DAY_MS) secret.versions.delete(version.id)
  }
  if (secret.versions.size >= MAX_VERSIONS) {
    throw new AwsRefusal('LimitExceededException', 'The secret has reached the maximum number of versions.')
  }
}

const described = (secret: StoredSecret): Record<string, unknown> => ({
  ARN: secret.arn,
  Name: secret.name,
  Description: secret.description,
  ...(secret.kmsKeyId ? { KmsKeyId: secret.kmsKeyId } : {}),
  Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })),
  CreatedDate: seconds(secret.createdAt),
  LastChangedDate: seconds(secret.changedAt),
  ...(secret.deletedAt ? { DeletedDate: seconds(secret.deletedAt) } : {}),
})

const stagesOf = (secret: StoredSecret): Record<string, string[]> =>
  Object.fromEntries([...secret.versions.values()].filter(({ stages }) => stages.size > 0).map(({ id, stages }) => [id, [...stages]]))

const seconds = (instant: Date): number => instant.getTime() / 1000
