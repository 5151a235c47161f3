import type { ProviderId } from '@bonafide/core'
import type { IdentityProviderId } from './operations.generated.ts'

/** The names of one provider: in addresses, in GraphQL, in core, and the member of the inputs that carries its configuration or proof. */
export interface ProviderNames {
  slug: string
  graphql: IdentityProviderId
  id: ProviderId
  envelope: 'awsIam' | 'azureEntra' | 'oidc'
  /** As people call it, and its icon; the provider's form says the same, and more than a page without a form needs. */
  name: string
  icon: string
}

export const providers: readonly ProviderNames[] = [
  { slug: 'aws-iam', graphql: 'AWS_IAM', id: 'aws_iam', envelope: 'awsIam', name: 'AWS IAM', icon: 'aws' },
  { slug: 'azure', graphql: 'AZURE_ENTRA', id: 'azure_entra', envelope: 'azureEntra', name: 'Azure', icon: 'azure' },
  { slug: 'oidc', graphql: 'OIDC', id: 'oidc', envelope: 'oidc', name: 'OIDC', icon: 'oidc' },
]

export const providerOfSlug = (slug: string): ProviderNames | undefined => providers.find((provider) => provider.slug === slug)

export function namesOf(graphql: IdentityProviderId): ProviderNames {
  const names = providers.find((provider) => provider.graphql === graphql)
  if (!names) throw new Error(`There is no provider ${graphql}.`)
  return names
}
