import { type CloudNetwork, type ComposedValue, type Destination, type DestinationConnection, DestinationFailure } from '@bonafide/core'
import type { Aws } from '../aws/aws.ts'
import type { AwsSession } from '../aws/sessions.ts'
import { secretsManagerClient } from './client.ts'
import { connectSecretsManager, type FoundSecret, type SecretsManagerConnection, type SecretToWrite } from './connection.ts'
import { byteLength, emptyDocument, maxValueBytes, writeDocument } from './document.ts'
import { misfits, optionFields, optionsSchema, type SecretsManagerOptions, warnings } from './options.ts'
import { ownerTag } from './owner-tag.ts'
import { neededActions, policyFor } from './setup/policy.ts'

type SecretsManager = Destination<SecretsManagerOptions, FoundSecret>

/** AWS Secrets Manager: one secret whose value is one flat JSON object. */
export const awsSecretsManager = (signIn: Aws['signIn']): SecretsManager => ({
  id: 'aws_secrets_manager',
  name: 'AWS Secrets Manager',
  description: 'Keeps one secret of an AWS account equal to an environment, as one JSON object of keys and values.',
  credentialKinds: ['aws_assume_role', 'aws_access_keys', 'aws_web_identity'],
  fields: optionFields,
  optionsSchema,
  maxValueBytes,
  misfits,
  warnings,
  placeOf: ({ secretName }, { account, region }) => `aws_secrets_manager:${account}:${region}:${secretName}`,
  locate(place) {
    const [, account = '', region = ''] = place.split(':')
    return { account, region }
  },
  summary: ({ secretName }) => secretName,
  needs({ secretName, kmsKeyArn }, { account, region }) {
    const policy = policyFor({ region, account, secretName, kmsKeyArn })
    return { actions: neededActions({ kmsKeyArn }), policy: JSON.stringify(policy, null, 2) }
  },
  compose(source, { kept }, remote, { keyPrefix }): ComposedValue {
    const value = writeDocument(source, kept, remote.document ?? emptyDocument, keyPrefix)
    return { value, bytes: byteLength(value) }
  },
  isSetUp({ kmsKeyArn, tags }, remote, ownerId) {
    // AWS tells a key as it was given: by its ARN, or by its id alone.
    const hasKey = kmsKeyArn === null || kmsKeyArn === remote.kmsKeyId || kmsKeyArn.endsWith(`:key/${remote.kmsKeyId}`)
    return hasKey && remote.ownerId === ownerId && tags.every(({ key, value }) => remote.tags[key] === value)
  },
  open: async (access) => connectionOf(await signIn(access), access.network),
})

function connectionOf(
  { keys, account, region, discard }: AwsSession,
  network: CloudNetwork | null,
): DestinationConnection<SecretsManagerOptions, FoundSecret> {
  const manager = connectSecretsManager(secretsManagerClient(keys, region, network))
  /** A session that has ended is not given to anybody again. */
  const within = async <Answer>(call: (manager: SecretsManagerConnection) => Promise<Answer>): Promise<Answer> => {
    try {
      return await call(manager)
    } catch (thrown) {
      if (thrown instanceof DestinationFailure && thrown.code === 'session_expired') discard()
      throw thrown
    }
  }
  return {
    account,
    region,
    find: ({ secretName }) => within((manager) => manager.find(secretName)),
    write: (options, { value, token, ownerId }, remote) =>
      within((manager) => manager.write(toWrite(options, value, token, ownerId), remote)),
    list: (prefix, cursor) =>
      within(async (manager) => {
        const page = await manager.list(prefix, cursor)
        return { found: page.secrets.map(({ name, ownerId }) => ({ name, ownerId })), cursor: page.cursor }
      }),
    remove: ({ secretName }, recoveryDays) => within((manager) => manager.scheduleDeletion(secretName, recoveryDays)),
    close: () => manager.close(),
  }
}

const toWrite = ({ secretName, kmsKeyArn, tags }: SecretsManagerOptions, value: string, token: string, ownerId: string): SecretToWrite => ({
  secretId: secretName,
  value,
  clientRequestToken: token,
  kmsKeyId: kmsKeyArn,
  tags: { ...Object.fromEntries(tags.map((tag) => [tag.key, tag.value])), [ownerTag]: ownerId },
})
