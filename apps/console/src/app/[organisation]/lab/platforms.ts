/** The platforms that the Lab simulates, and the page where an identity for the real one is made, with what can be filled in already. */
export const platforms: readonly { name: string; newIdentityPath: string }[] = [
  { name: 'AWS', newIdentityPath: newIdentityPath('aws-iam', 'web-prod') },
  { name: 'Azure', newIdentityPath: newIdentityPath('azure', 'web-prod-vm') },
  { name: 'GitHub Actions', newIdentityPath: newIdentityPath('oidc', 'shop-main', 'github-actions') },
  { name: 'GitLab CI/CD', newIdentityPath: newIdentityPath('oidc', 'shop-protected', 'gitlab-ci') },
  { name: 'Kubernetes', newIdentityPath: newIdentityPath('oidc', 'shop-checkout', 'kubernetes') },
  { name: 'SPIFFE', newIdentityPath: newIdentityPath('oidc', 'shop-checkout-svid', 'spiffe') },
]

function newIdentityPath(slug: string, name: string, preset?: string): string {
  const wanted = new URLSearchParams({ ...(preset && { preset }), name, description: 'Made after trying it in the Lab.' })
  return `/access/external-identities/new/${slug}?${wanted}`
}
