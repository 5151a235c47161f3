import type { AzureEntraConfig } from './schema.ts'

const clouds = { public: '', usgov: ' in Azure Government', china: ' in Azure China' }

/** What an Azure identity trusts, a sentence a line. */
export function azureEntraInWords(config: AzureEntraConfig): string[] {
  const { allowedServicePrincipalIds, tenantId, cloud, resource, maxProofAgeSeconds } = config
  return [
    ...allowedServicePrincipalIds.map((id) => `Service principal ${id}`),
    `Of tenant ${tenantId}${clouds[cloud]}, and of no other`,
    `Tokens for ${resource}`,
    config.allowUserTokens
      ? 'Tokens of applications, managed identities and people'
      : 'Tokens of applications and managed identities, not of people',
    ...(maxProofAgeSeconds === undefined ? [] : [`Issued at most ${maxProofAgeSeconds} seconds ago`]),
    config.singleUse ? 'Each token is accepted once' : 'A token may be used again until it expires',
  ]
}
