import type { LabPersonaRowFragment } from './operations.generated.ts'

type IdentityProviderId = LabPersonaRowFragment['provider']

/** The platforms that the Lab simulates, and the page where an identity for the real one is made, with what can be filled in already. */
export const platforms: readonly { provider: IdentityProviderId; name: string; newIdentityPath: string }[] = [
  { provider: 'AWS_IAM', name: 'AWS', newIdentityPath: newIdentityPath('aws-iam', 'web-prod') },
  { provider: 'AZURE_ENTRA', name: 'Azure', newIdentityPath: newIdentityPath('azure', 'web-prod-vm') },
  {
    provider: 'OIDC',
    name: 'GitHub Actions',
    newIdentityPath: newIdentityPath('oidc', 'shop-main', { issuer: 'https://token.actions.githubusercontent.com' }),
  },
]

function newIdentityPath(slug: string, name: string, more: Record<string, string> = {}): string {
  const wanted = new URLSearchParams({ ...more, name, description: 'Made after trying it in the Lab.' })
  return `/access/external-identities/new/${slug}?${wanted}`
}
