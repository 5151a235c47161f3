import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { deadlines } from '../aws/deadlines.ts'
import type { AwsKeys } from '../aws/keys.ts'

/** A client that signs with these keys and gives up on an attempt after ten seconds; whether to try again is the queue's to decide. */
export const secretsManagerClient = (keys: AwsKeys, region: string): SecretsManagerClient =>
  new SecretsManagerClient({
    region,
    credentials: keys,
    maxAttempts: 1,
    requestHandler: deadlines,
  })
