export { checkCredential, checkUnstoredCredential } from './check.ts'
export * from './cloud-setup.ts'
export * from './clouds.ts'
export { createCredential } from './create.ts'
export * from './credential.ts'
export { issueExternalId } from './external-id.ts'
export * from './kind.ts'
export { openCredentialFor } from './open.ts'
export { pendingExternalId } from './pending-external-id.ts'
export {
  listAwsRegions,
  listCredentialKinds,
  listCredentials,
  readAwsServerIdentity,
  readCredential,
  readCredentials,
  readCredentialUsage,
  regionOfCredential,
  summaryOfCredential,
} from './read.ts'
export { deleteCredential } from './remove.ts'
export { credentialSetup } from './setup.ts'
export * from './store.ts'
export type { CredentialRefused, CredentialReport, CredentialStep } from './try.ts'
export { updateCredential } from './update.ts'
