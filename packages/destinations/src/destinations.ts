import type { Destination, Destinations } from '@bonafide/core'
import type { Aws } from './aws/aws.ts'
import { awsSecretsManager } from './aws-secrets-manager/destination.ts'

/** Every destination, over the sessions of the process. Their options and what they find are their own: core passes them through. */
export const createDestinations = ({ signIn }: Pick<Aws, 'signIn'>): Destinations => ({
  aws_secrets_manager: awsSecretsManager(signIn) as unknown as Destination,
})
