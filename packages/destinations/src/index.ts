export { connectSecretsManager, ownerTag, type SecretsManagerConnection } from './aws-secrets-manager/connection.ts'
export {
  type AwsCredential,
  accessKeysSchema,
  assumeRoleSchema,
  parseRoleArn,
  secretAccessKeySchema,
  sessionNameOf,
  webIdentitySchema,
} from './aws-secrets-manager/credential.ts'
export { maxValueBytes, readDocument, writeDocument } from './aws-secrets-manager/document.ts'
export { type AwsRegion, awsRegions } from './aws-secrets-manager/regions.ts'
export { type ServerIdentity, serverIdentity } from './aws-secrets-manager/server-identity.ts'
export { isUnprotected, openCredential, secretsManagerClient, whoHas } from './aws-secrets-manager/session.ts'
export { neededActions, type PolicyDocument, type PolicyTarget, policyFor } from './aws-secrets-manager/setup/policy.ts'
export { createCloudSetup } from './aws-secrets-manager/setup/setup.ts'
export { createDestinations } from './destinations.ts'
export { createCredentialKinds } from './kinds.ts'
