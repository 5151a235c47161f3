import type { Ask } from './console.ts'

let names = 0
/** A name that no other test has. */
export const fresh = (what: string): string => `${what}-${process.pid}-${++names}`

interface Payload<Data> {
  [field: string]: Data & { userErrors: { message: string }[] }
}

async function change<Data>(ask: Ask, field: string, inputType: string, input: object, selection: string): Promise<Data> {
  const data = await ask<Payload<Data>>(
    `mutation($input: ${inputType}!) { ${field}(input: $input) { ${selection} userErrors { message } } }`,
    { input },
  )
  const payload = data[field]
  if (!payload || payload.userErrors.length > 0) throw new Error(JSON.stringify(payload?.userErrors))
  return payload
}

export async function roleId(ask: Ask, managed: string): Promise<string> {
  const { roles } = await ask<{ roles: { edges: { node: { id: string; managed: string } }[] } }>(
    '{ roles { edges { node { id managed } } } }',
  )
  const role = roles.edges.find(({ node }) => node.managed === managed)
  if (!role) throw new Error(`There is no role ${managed}.`)
  return role.node.id
}

/** A service account with server-managed keys. */
export async function makeAccount(ask: Ask, name = fresh('account')): Promise<{ id: string; name: string }> {
  const input = { name, roleId: await roleId(ask, 'SERVICE') }
  const made = await change<{ serviceAccount: { id: string } }>(
    ask,
    'createServiceAccount',
    'CreateServiceAccountInput',
    input,
    'serviceAccount { id }',
  )
  return { id: made.serviceAccount.id, name }
}

export async function makeIdentity(ask: Ask, name = fresh('identity')): Promise<{ id: string; name: string }> {
  const input = { name, config: { awsIam: { principals: [`arn:aws:iam::123456789012:role/${name}`] } } }
  const made = await change<{ externalIdentity: { id: string } }>(
    ask,
    'createExtIdentity',
    'CreateExtIdentityInput',
    input,
    'externalIdentity { id }',
  )
  return { id: made.externalIdentity.id, name }
}

export const bind = (ask: Ask, id: string, externalIdentityIds: string[]) =>
  change(ask, 'updateServiceAccount', 'UpdateServiceAccountInput', { id, externalIdentityIds }, 'serviceAccount { id }')

/** The names of the identities that the account trusts. */
export async function trusted(ask: Ask, id: string): Promise<string[]> {
  const { serviceAccount } = await ask<{ serviceAccount: { externalIdentities: { edges: { node: { name: string } }[] } } }>(
    'query($id: ID!) { serviceAccount(id: $id) { externalIdentities { edges { node { name } } } } }',
    { id },
  )
  return serviceAccount.externalIdentities.edges.map(({ node }) => node.name)
}

export async function makeTokens(ask: Ask, serviceAccountId: string, count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index)
  const make = (index: number) => {
    const input = { serviceAccountId, name: `token-${String(index).padStart(3, '0')}`, expiresInSeconds: index === 0 ? null : 3600 }
    return change(ask, 'createServiceAccountToken', 'CreateServiceAccountTokenInput', input, 'serviceAccountToken { id }')
  }
  for (let from = 0; from < count; from += 10) await Promise.all(numbers.slice(from, from + 10).map(make))
}

export async function countTokens(ask: Ask, serviceAccountId: string, status: 'ACTIVE' | 'REVOKED'): Promise<number> {
  const { serviceAccountTokens } = await ask<{ serviceAccountTokens: { totalCount: number } }>(
    'query($filter: ServiceAccountTokenFilter) { serviceAccountTokens(filter: $filter, first: 1) { totalCount } }',
    { filter: { serviceAccountId, status } },
  )
  return serviceAccountTokens.totalCount
}
