import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type DescribeSecretResponse,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  type PutSecretValueCommandOutput,
  type SecretsManagerClient,
  type Tag,
  TagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager'
import { DestinationFailure, type RemoteSecret } from '@bonafide/core'
import { failureOf } from '../aws/failures.ts'
import { byteLength, emptyDocument, maxValueBytes, readDocument, type SecretDocument } from './document.ts'
import { ownerTag } from './owner-tag.ts'

/** A secret as it is in AWS, with what a write has to know of it. */
export interface FoundSecret extends RemoteSecret {
  /** What its value says, kept for writing it back. Null when it is no JSON object. */
  document: SecretDocument | null
  /** ARN of its customer managed key; null under `aws/secretsmanager`. */
  kmsKeyId: string | null
  tags: Readonly<Record<string, string>>
}

export interface WrittenSecret {
  versionId: string
  /** Under which AWS knows the call. */
  requestId: string | null
}

export interface SecretToWrite {
  /** Name or ARN. */
  secretId: string
  value: string
  /** 32 … 64 characters: the id of the version, so that the same write twice is one version. */
  clientRequestToken: string
  kmsKeyId: string | null
  tags: Readonly<Record<string, string>>
}

export interface ListedSecret {
  arn: string
  name: string
  ownerId: string | null
}

/** Secrets Manager of one account and region. Each call fails with a `DestinationFailure`. */
export interface SecretsManagerConnection {
  find(secretId: string): Promise<FoundSecret>
  /** Creates the secret when `found` is absent, otherwise writes its next version. */
  write(secret: SecretToWrite, found: FoundSecret): Promise<WrittenSecret>
  /** A page of secrets whose name begins with a text. */
  list(prefix: string, cursor?: string): Promise<{ secrets: ListedSecret[]; cursor: string | null }>
  /** Schedules the deletion, 7 … 30 days ahead. */
  scheduleDeletion(secretId: string, days: number): Promise<void>
  close(): void
}

export function connectSecretsManager(client: SecretsManagerClient): SecretsManagerConnection {
  return {
    find: (secretId) => reading(() => find(client, secretId)),
    write: (secret, found) => reading(() => write(client, secret, found)),
    list: (prefix, cursor) => reading(() => list(client, prefix, cursor)),
    scheduleDeletion: (secretId, days) =>
      reading(async () => void (await client.send(new DeleteSecretCommand({ SecretId: secretId, RecoveryWindowInDays: days })))),
    close: () => client.destroy(),
  }
}

async function reading<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call()
  } catch (thrown) {
    throw failureOf(thrown)
  }
}

const absent: FoundSecret = {
  state: 'absent',
  versionId: null,
  entries: emptyDocument.entries,
  document: emptyDocument,
  ownerId: null,
  kmsKeyId: null,
  tags: {},
}

async function find(client: SecretsManagerClient, secretId: string): Promise<FoundSecret> {
  const described = await describe(client, secretId)
  if (!described) return absent
  if (described.DeletedDate) {
    throw new DestinationFailure(
      'scheduled_for_deletion',
      'The secret is scheduled for deletion. Restore it in AWS, or choose another name.',
    )
  }
  const tags = tagsOf(described.Tags)
  const known = { ownerId: tags[ownerTag] ?? null, kmsKeyId: described.KmsKeyId ?? null, tags }
  const hasValue = Object.values(described.VersionIdsToStages ?? {}).some((stages) => stages.includes('AWSCURRENT'))
  if (!hasValue) return { ...absent, ...known, state: 'without_value' }
  const current = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
  const document = current.SecretString === undefined ? null : readDocument(current.SecretString)
  return { ...known, state: 'present', versionId: current.VersionId ?? null, entries: document?.entries ?? null, document }
}

async function describe(client: SecretsManagerClient, SecretId: string): Promise<DescribeSecretResponse | null> {
  try {
    return await client.send(new DescribeSecretCommand({ SecretId }))
  } catch (thrown) {
    if (failureOf(thrown).code === 'absent') return null
    throw thrown
  }
}

async function write(client: SecretsManagerClient, secret: SecretToWrite, found: FoundSecret): Promise<WrittenSecret> {
  const bytes = byteLength(secret.value)
  if (bytes > maxValueBytes) {
    throw new DestinationFailure(
      'too_large',
      `The value has ${bytes} bytes, ${bytes - maxValueBytes} more than the ${maxValueBytes} that AWS keeps. Sync fewer keys, or divide them by path.`,
    )
  }
  const { secretId, value, clientRequestToken, tags } = secret
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  const KmsKeyId = secret.kmsKeyId ?? undefined
  const version = { SecretString: value, ClientRequestToken: clientRequestToken }
  if (found.state === 'absent') {
    return written(await client.send(new CreateSecretCommand({ Name: secretId, ...version, KmsKeyId, Tags })))
  }
  // The owner is written before the value: a crash in between leaves a secret that says whose it is going to be, never one that is nobody's.
  if (Object.entries(tags).some(([key, wanted]) => found.tags[key] !== wanted))
    await client.send(new TagResourceCommand({ SecretId: secretId, Tags }))
  const changesKey = KmsKeyId !== undefined && KmsKeyId !== found.kmsKeyId
  const Command = changesKey
    ? new UpdateSecretCommand({ SecretId: secretId, ...version, KmsKeyId })
    : new PutSecretValueCommand({ SecretId: secretId, ...version })
  return written(await client.send(Command as PutSecretValueCommand))
}

const written = ({ VersionId = '', $metadata }: PutSecretValueCommandOutput): WrittenSecret => ({
  versionId: VersionId,
  requestId: $metadata.requestId ?? null,
})

async function list(client: SecretsManagerClient, prefix: string, cursor: string | undefined) {
  const Filters = prefix === '' ? undefined : [{ Key: 'name' as const, Values: [prefix] }]
  const page = await client.send(new ListSecretsCommand({ MaxResults: 100, NextToken: cursor, Filters }))
  const secrets = (page.SecretList ?? []).map(({ ARN = '', Name = '', Tags }) => ({
    arn: ARN,
    name: Name,
    ownerId: tagsOf(Tags)[ownerTag] ?? null,
  }))
  return { secrets, cursor: page.NextToken ?? null }
}

const tagsOf = (tags: readonly Tag[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
