import type { Ask } from './console.ts'

export const roleArn = 'arn:aws:iam::111122223333:role/team/web-prod'
export const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
export const objectId = '6fa459ea-ee8a-4ca4-894e-db77e160355e'

/** An AWS IAM identity; answers its id. */
export async function makeIdentity(ask: Ask, name: string, more: Record<string, unknown> = {}): Promise<string> {
  const { createExtIdentity } = await ask<{
    createExtIdentity: { externalIdentity: { id: string } | null; userErrors: { message: string }[] }
  }>('mutation($input: CreateExtIdentityInput!) { createExtIdentity(input: $input) { externalIdentity { id } userErrors { message } } }', {
    input: { name, config: { awsIam: { principals: [roleArn] } }, ...more },
  })
  if (!createExtIdentity.externalIdentity) throw new Error(JSON.stringify(createExtIdentity.userErrors))
  return createExtIdentity.externalIdentity.id
}

export async function makeServiceAccount(ask: Ask, name: string): Promise<string> {
  const { roles } = await ask<{ roles: { edges: { node: { id: string; managed: string } }[] } }>(
    '{ roles(first: 20) { edges { node { id managed } } } }',
  )
  const roleId = roles.edges.find(({ node }) => node.managed === 'SERVICE')?.node.id
  const { createServiceAccount } = await ask<{ createServiceAccount: { serviceAccount: { id: string } } }>(
    'mutation($input: CreateServiceAccountInput!) { createServiceAccount(input: $input) { serviceAccount { id } } }',
    { input: { name, roleId } },
  )
  return createServiceAccount.serviceAccount.id
}

export const bind = (ask: Ask, identityId: string, serviceAccountId: string) =>
  ask('mutation($input: BindExtIdentityInput!) { bindExtIdentity(input: $input) { userErrors { message } } }', {
    input: { identityId, serviceAccountId },
  })

export const readIdentity = (ask: Ask, id: string) =>
  ask<{ externalIdentity: Record<string, unknown> }>(
    `query($id: ID!) { externalIdentity(id: $id) {
      name description tokenName defaultTtl maxTtl enabled boundAccountCount
      config { ... on AwsIamConfig { principals signatureExpirySeconds stsEndpoint } ... on AzureEntraConfig { tenantId resource allowedServicePrincipalIds }
        ... on OidcConfig { issuer audiences subjects claims keySource algorithms } }
    } }`,
    { id },
  ).then(({ externalIdentity }) => externalIdentity)

/** Nothing is trusted any more. */
export async function removeIdentities(ask: Ask): Promise<void> {
  for (;;) {
    const { externalIdentities } = await ask<{ externalIdentities: { edges: { node: { id: string } }[] } }>(
      '{ externalIdentities(first: 100) { edges { node { id } } } }',
    )
    if (externalIdentities.edges.length === 0) return
    for (const { node } of externalIdentities.edges)
      await ask('mutation($input: DeleteExtIdentityInput!) { deleteExtIdentity(input: $input) { deletedId } }', { input: { id: node.id } })
  }
}
