import type { Destination, Destinations } from '@bonafide/core'
import { awsSecretsManager } from './aws-secrets-manager/destination.ts'
import { signInAnew } from './aws-secrets-manager/sign-in.ts'

/** Every destination. Their options and what they find are their own: core passes them through. */
export const createDestinations = (): Destinations => ({ aws_secrets_manager: awsSecretsManager(signInAnew) as unknown as Destination })
