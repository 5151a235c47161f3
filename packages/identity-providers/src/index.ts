import type { IdentityProviders } from '@bonafide/core'
import { createAwsIamProvider } from './aws-iam/provider.ts'
import { createAzureEntraProvider } from './azure-entra/provider.ts'
import { createOidcProvider } from './oidc/provider.ts'

export { type AwsIamProvider, createAwsIamProvider } from './aws-iam/provider.ts'
export type { AwsIamConfig } from './aws-iam/schema.ts'
export type { SignedRequest } from './aws-iam/signed-request.ts'
export { type AzureEntraProvider, createAzureEntraProvider } from './azure-entra/provider.ts'
export type { AzureEntraConfig } from './azure-entra/schema.ts'
export { createOidcProvider, type OidcProvider } from './oidc/provider.ts'
export type { OidcConfig } from './oidc/schema.ts'

/** Every provider, with a state (key caches) of its own: one set per process. */
export function createIdentityProviders() {
  return {
    aws_iam: createAwsIamProvider(),
    azure_entra: createAzureEntraProvider(),
    oidc: createOidcProvider(),
  } satisfies IdentityProviders
}

/** The providers of this process, for whoever needs no second set. */
export const identityProviders = createIdentityProviders()
