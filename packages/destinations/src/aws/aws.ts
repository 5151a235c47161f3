import type { AwsKnowledge, CredentialAccess, CredentialKindId } from '@bonafide/core'
import { accessKeysWay } from './access-keys.ts'
import { assumeRoleWay } from './assume-role.ts'
import { awsRegions } from './regions.ts'
import { createAwsServer } from './server-identity.ts'
import { type AwsSession, createAwsSessions } from './sessions.ts'
import { type AwsWay, anyWay } from './way.ts'
import { webIdentityWay } from './web-identity.ts'

export interface AwsOptions {
  /** Where the server asks who it is itself. */
  region?: string
  /** Milliseconds since the epoch. */
  now?(): number
}

/** AWS as one process knows it: the ways to sign in, sessions that are shared, and who the server is. */
export interface Aws extends AwsKnowledge {
  ways: Record<CredentialKindId, AwsWay>
  /** Signs in, or answers the session that is open. `anew`: whatever is open. Fails with a `DestinationFailure`. */
  signIn(access: CredentialAccess, options?: { anew: boolean }): Promise<AwsSession>
}

export function createAws({ region = 'us-east-1', now = Date.now }: AwsOptions = {}): Aws {
  const server = createAwsServer({ region, now })
  const sessions = createAwsSessions(now)
  const ways = {
    aws_assume_role: anyWay(assumeRoleWay(server)),
    aws_access_keys: anyWay(accessKeysWay),
    aws_web_identity: anyWay(webIdentityWay),
  }
  return {
    ways,
    signIn: (access, options) => sessions.open(ways[access.kind], access, options),
    regions: awsRegions,
    serverIdentity: server.identity,
  }
}
