export type { AwsAccount, Caller, KeyState, KmsKey, Role } from './aws-cloud/account.ts'
export { type AwsCloud, type AwsCloudOptions, type AwsFault, type AwsRequestRecord, createAwsCloud } from './aws-cloud/aws-cloud.ts'
export type { Policy, Statement } from './aws-cloud/policy.ts'
export { makeCurrent, type StoredSecret, staged } from './aws-cloud/secret.ts'
export type { AwsSnapshot } from './aws-cloud/snapshot.ts'
export { type AwsSts, type AwsStsOptions, createAwsSts, SIGNED_HOST_HEADER, type StsRequestRecord } from './aws-sts.ts'
export { selfSigned } from './certificate.ts'
export { deriveSigningKey } from './derived-key.ts'
export { createEntra, type Entra, type EntraMisbehaviour, type EntraOptions, type EntraRequestRecord } from './entra.ts'
export { type EntraCloud, type EntraVersion, entraIssuer } from './entra-clouds.ts'
export type { ManagedIdentity, ServicePrincipal } from './entra-identities.ts'
export type { KeySource, SigningKey } from './entra-keys.ts'
export type { EntraTenant } from './entra-tenant.ts'
export type { EntraSigner, EntraTokenKind, EntraTokenRequest } from './entra-token.ts'
export type { TransportFault, TunedFault } from './faults.ts'
export { createKubeApiServer, type KubeApiServer, type KubeApiServerOptions, type KubeTokenRequest } from './kube-api-server.ts'
export {
  createOidcIssuer,
  type IssuedToken,
  type IssuerMisbehaviour,
  type OidcIssuer,
  type OidcIssuerOptions,
} from './oidc-issuer.ts'
export { deriveIssuerKey, type IssuerAlgorithm, type IssuerKey } from './oidc-keys.ts'
export type { AwsCredentials, AwsPrincipal, FederatedUser, IamUser, NewAwsPrincipal, RoleSession } from './principals.ts'
export { type FetchLike, type Handle, inProcessFetch, type Listening, listen } from './serve.ts'
export {
  CALLER_IDENTITY_BODY,
  type Proof,
  type SignedRequest,
  type SignerVariant,
  type SignOptions,
  signGetCallerIdentity,
  type Tampering,
  tamper,
  toEnvelope,
  toRequest,
} from './sign.ts'
export { amzDate } from './sigv4.ts'
export type { StsContentFault, StsErrorFault, StsMisbehaviour } from './sts-faults.ts'
export { stsHost } from './sts-hosts.ts'
