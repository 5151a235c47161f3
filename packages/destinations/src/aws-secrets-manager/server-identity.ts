import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromContainerMetadata, fromEnv, fromInstanceMetadata, fromTokenFile } from '@aws-sdk/credential-providers'
import { failureOf } from './failures.ts'

export type AwsCredentialProvider = ReturnType<typeof fromEnv>

export type ServerIdentitySource = 'environment' | 'web_identity' | 'container' | 'instance_profile'

/** Who the server itself is in AWS, and where it has that from. */
export interface ServerIdentity {
  source: ServerIdentitySource
  arn: string
  account: string
}

/** Where an identity of the server's own may come from, the most deliberate one first. IMDS is asked in version 2 alone. */
const sources: { source: ServerIdentitySource; open(): AwsCredentialProvider }[] = [
  { source: 'environment', open: () => fromEnv() },
  { source: 'web_identity', open: () => fromTokenFile() as AwsCredentialProvider },
  { source: 'container', open: () => fromContainerMetadata({ timeout: 1000, maxRetries: 0 }) },
  { source: 'instance_profile', open: () => fromInstanceMetadata({ timeout: 1000, maxRetries: 0, ec2MetadataV1Disabled: true }) },
]

export interface ServerCredentials {
  source: ServerIdentitySource
  provider: AwsCredentialProvider
}

/** The first source that gives credentials; null when none does. */
export async function findServerCredentials(): Promise<ServerCredentials | null> {
  for (const { source, open } of sources) {
    const provider = open()
    const found = await provider().then(
      () => true,
      () => false,
    )
    if (found) return { source, provider }
  }
  return null
}

/** Who the server is in AWS: what a trust policy has to name. Null when it is nobody. Fails with a `DestinationFailure`. */
export async function serverIdentity(region: string): Promise<ServerIdentity | null> {
  const credentials = await findServerCredentials()
  if (!credentials) return null
  const client = new STSClient({ region, credentials: credentials.provider, maxAttempts: 2 })
  try {
    const { Arn = '', Account = '' } = await client.send(new GetCallerIdentityCommand())
    return { source: credentials.source, arn: roleBehind(Arn), account: Account }
  } catch (thrown) {
    throw failureOf(thrown)
  } finally {
    client.destroy()
  }
}

/** Trust policies name a role, not its session: `arn:aws:sts::1:assumed-role/name/session` → `arn:aws:iam::1:role/name`. */
function roleBehind(arn: string): string {
  const match = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn)
  return match ? `arn:${match[1]}:iam::${match[2]}:role/${match[3]}` : arn
}
