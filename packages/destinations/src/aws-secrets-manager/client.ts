import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { CloudNetwork } from '@bonafide/core'
import type { AwsKeys } from '../aws/keys.ts'
import { transportOf } from '../aws/transport.ts'

/** A client that signs with these keys and gives up on an attempt after ten seconds; whether to try again is the queue's to decide. */
export const secretsManagerClient = (keys: AwsKeys, region: string, network: CloudNetwork | null): SecretsManagerClient =>
  new SecretsManagerClient({
    region,
    credentials: keys,
    maxAttempts: 1,
    requestHandler: transportOf(network),
  })
