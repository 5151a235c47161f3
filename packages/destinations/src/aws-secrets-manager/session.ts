import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { DestinationFailure } from '@bonafide/core'
import type { AssumeRoleCredential, AwsCredential } from './credential.ts'
import { failureOf } from './failures.ts'
import { type AwsCredentialProvider, findServerCredentials } from './server-identity.ts'

/** Keys that work until they expire. */
export interface AwsKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** Undefined for keys of a user. */
  expiresAt?: Date
}

/** What a credential needs beside its public part, fetched only when it is. */
export interface CredentialSecrets {
  /** Of access keys. */
  secretAccessKey?(): Promise<string>
  /** A token of ours for `sts.amazonaws.com`, whose subject names the sync. */
  webIdentityToken?(): Promise<string>
}

/** AWS's default and what every role allows. */
const sessionSeconds = 3600

/** Turns a credential into keys. `sessionName` appears in CloudTrail. Fails with a `DestinationFailure`. */
export async function openCredential(credential: AwsCredential, secrets: CredentialSecrets, sessionName: string): Promise<AwsKeys> {
  if (credential.kind === 'aws_access_keys') {
    const secretAccessKey = await secrets.secretAccessKey?.()
    if (!secretAccessKey) throw new DestinationFailure('credential_refused', 'The secret access key is missing. Enter both keys again.')
    return { accessKeyId: credential.accessKeyId, secretAccessKey }
  }
  if (credential.kind === 'aws_assume_role') return assume(credential, await serverProvider(), sessionName)
  const { region, roleArn } = credential
  const WebIdentityToken = await secrets.webIdentityToken?.()
  return withSts(region, undefined, async (client) => {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: sessionSeconds, WebIdentityToken }
    return keysOf((await client.send(new AssumeRoleWithWebIdentityCommand(input))).Credentials)
  })
}

/**
 * Whether a role with an external id could be assumed without it: then whoever knows its ARN and may use this server could use it, and the
 * external id protects nothing. Source: IAM User Guide, "The confused deputy problem".
 */
export async function isUnprotected(credential: AssumeRoleCredential, sessionName: string): Promise<boolean> {
  try {
    await assume({ ...credential, externalId: null }, await serverProvider(), sessionName)
    return true
  } catch (thrown) {
    if (failureOf(thrown).code === 'role_not_assumable') return false
    throw thrown
  }
}

/** Whose keys these are. Fails with a `DestinationFailure`; the keys of a root user are refused, they can do too much and cannot be limited. */
export function whoHas(keys: AwsKeys, region: string): Promise<{ arn: string; account: string }> {
  return withSts(region, keys, async (client) => {
    const { Arn = '', Account = '' } = await client.send(new GetCallerIdentityCommand())
    if (Arn.endsWith(':root')) {
      throw new DestinationFailure(
        'credential_refused',
        'These are keys of the root user. Make a user or a role for this, with no more than it needs.',
      )
    }
    return { arn: Arn, account: Account }
  })
}

/** A client that signs with these keys and gives up on an attempt after ten seconds; whether to try again is the queue's to decide. */
export const secretsManagerClient = (keys: AwsKeys, region: string): SecretsManagerClient =>
  new SecretsManagerClient({
    region,
    credentials: keys,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, connectionTimeout: 5_000 },
  })

async function serverProvider(): Promise<AwsCredentialProvider> {
  const found = await findServerCredentials()
  if (found) return found.provider
  throw new DestinationFailure(
    'credential_unknown',
    'This server has no identity of its own in AWS that could assume the role. Give it an instance profile, a web identity or keys.',
  )
}

const assume = (
  { region, roleArn, externalId }: AssumeRoleCredential,
  provider: AwsCredentialProvider,
  sessionName: string,
): Promise<AwsKeys> =>
  withSts(region, provider, async (client) => {
    const input = { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: sessionSeconds, ExternalId: externalId ?? undefined }
    return keysOf((await client.send(new AssumeRoleCommand(input))).Credentials)
  })

/** A web identity token is its own proof: it is sent unsigned. */
async function withSts<Answer>(
  region: string,
  credentials: AwsKeys | AwsCredentialProvider | undefined,
  call: (client: STSClient) => Promise<Answer>,
): Promise<Answer> {
  const client = new STSClient({
    region,
    credentials,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 10_000, connectionTimeout: 5_000 },
  })
  try {
    return await call(client)
  } catch (thrown) {
    throw failureOf(thrown)
  } finally {
    client.destroy()
  }
}

function keysOf(credentials: Credentials | undefined): AwsKeys {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw new DestinationFailure('upstream_error', 'AWS answered without keys; it is tried again.')
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiresAt: Expiration }
}
