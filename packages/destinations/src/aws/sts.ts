import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { type CloudNetwork, DestinationFailure } from '@bonafide/core'
import { failureOf } from './failures.ts'
import type { AwsKeys } from './keys.ts'
import { transportOf } from './transport.ts'

/** AWS's default, what every role allows, and the most that one role gets from another. */
const sessionSeconds = 3600

/** A role to be assumed, and under which name: it appears in CloudTrail. */
export interface WantedSession {
  region: string
  roleArn: string
  sessionName: string
  network: CloudNetwork | null
}

/** Fails with a `DestinationFailure`, as everything here. */
export const assumeRole = (wanted: WantedSession, externalId: string | null, keys: AwsKeys): Promise<AwsKeys> =>
  withSts({ ...wanted, keys }, async (client) => {
    const input = { ...inputOf(wanted), ExternalId: externalId ?? undefined }
    return keysOf((await client.send(new AssumeRoleCommand(input))).Credentials)
  })

/** The token is its own proof: the call is sent unsigned. */
export const assumeRoleWithToken = (wanted: WantedSession, token: string): Promise<AwsKeys> =>
  withSts({ ...wanted, keys: undefined }, async (client) => {
    const input = { ...inputOf(wanted), WebIdentityToken: token }
    return keysOf((await client.send(new AssumeRoleWithWebIdentityCommand(input))).Credentials)
  })

/** Whose keys these are. The keys of a root user are refused, they can do too much and cannot be limited. */
export const whoHas = (keys: AwsKeys, region: string, network: CloudNetwork | null): Promise<{ arn: string; account: string }> =>
  withSts({ region, keys, network }, async (client) => {
    const { Arn = '', Account = '' } = await client.send(new GetCallerIdentityCommand())
    if (Arn.endsWith(':root')) {
      throw new DestinationFailure(
        'credential_refused',
        'These are keys of the root user. Make a user or a role for this, with no more than it needs.',
      )
    }
    return { arn: Arn, account: Account }
  })

interface Caller {
  region: string
  keys: AwsKeys | undefined
  network: CloudNetwork | null
}

async function withSts<Answer>({ region, keys, network }: Caller, call: (client: STSClient) => Promise<Answer>): Promise<Answer> {
  const client = new STSClient({
    region,
    credentials: keys,
    maxAttempts: 1,
    requestHandler: transportOf(network),
  })
  try {
    return await call(client)
  } catch (thrown) {
    throw failureOf(thrown)
  } finally {
    client.destroy()
  }
}

const inputOf = ({ roleArn, sessionName }: WantedSession) => ({
  RoleArn: roleArn,
  RoleSessionName: sessionName,
  DurationSeconds: sessionSeconds,
})

function keysOf(credentials: Credentials | undefined): AwsKeys {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw new DestinationFailure('upstream_error', 'AWS answered without keys; it is tried again.')
  }
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken, expiresAt: Expiration }
}
