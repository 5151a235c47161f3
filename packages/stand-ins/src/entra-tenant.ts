import { type EntraCloud, type EntraVersion, entraIssuer } from './entra-clouds.ts'
import { type KeySource, pooledKey, type SigningKey } from './entra-keys.ts'

/** A key as a tenant publishes it. `properties` override or add members of the JWK (`issuer`, `x5c` …). */
interface PublishedKey {
  key: SigningKey
  properties: Record<string, unknown>
}

/** A tenant: its cloud, and per version the keys it publishes; the last one signs. */
export interface EntraTenant {
  tenantId: string
  cloud: EntraCloud
  keys: Record<EntraVersion, PublishedKey[]>
}

const FIRST_KEY: Record<EntraVersion, number> = { '1.0': 0, '2.0': 1 }
const STRANGERS_KEY = 2

/** Pool number from which a stand-in takes the keys it adds later. */
export const FIRST_ADDED_KEY = 3

/** A tenant with one version 1 key and one other version 2 key, as every tenant has them. */
export async function newTenant(tenantId: string, cloud: EntraCloud, keys: KeySource): Promise<EntraTenant> {
  const published = async (version: EntraVersion) => [{ key: await keys(FIRST_KEY[version]), properties: {} }]
  return { tenantId, cloud, keys: { '1.0': await published('1.0'), '2.0': await published('2.0') } }
}

/** Publishes one more key, which signs from now on; the older ones stay published. */
export function publishKey(
  tenant: EntraTenant,
  version: EntraVersion,
  key: SigningKey,
  properties: Record<string, unknown> = {},
): SigningKey {
  tenant.keys[version].push({ key, properties })
  return key
}

/** A key no tenant publishes. */
export function strangersKey(): Promise<SigningKey> {
  return pooledKey(STRANGERS_KEY)
}

/** The key that signs a tenant's tokens of a version. */
export function signingKey(tenant: EntraTenant, version: EntraVersion): SigningKey {
  const newest = tenant.keys[version].at(-1)
  if (!newest) throw new Error(`tenant ${tenant.tenantId} has no key left for version ${version}`)
  return newest.key
}

/** The JWKS as Entra writes it: no `alg`; `issuer` with version 2 keys only. */
export function keySet(tenant: EntraTenant, version: EntraVersion): { keys: Record<string, unknown>[] } {
  const issuer = version === '2.0' ? { issuer: entraIssuer(tenant.tenantId, version, tenant.cloud) } : {}
  const keys = tenant.keys[version].map(({ key, properties }) => ({
    kty: 'RSA',
    use: 'sig',
    kid: key.kid,
    x5t: key.kid,
    n: key.publicJwk.n,
    e: key.publicJwk.e,
    ...issuer,
    ...properties,
  }))
  return { keys }
}

/** The discovery document of a version. `origin` is where the keys are to be fetched. */
export function discoveryDocument(tenant: EntraTenant, version: EntraVersion, origin: string): Record<string, unknown> {
  const base = `${origin}/${tenant.tenantId}`
  const isV1 = version === '1.0'
  return {
    token_endpoint: `${base}/oauth2/${isV1 ? '' : 'v2.0/'}token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/${isV1 ? '' : 'v2.0/'}keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: isV1 ? ['openid'] : ['openid', 'profile', 'email', 'offline_access'],
    issuer: entraIssuer(tenant.tenantId, version, tenant.cloud),
    authorization_endpoint: `${base}/oauth2/${isV1 ? '' : 'v2.0/'}authorize`,
  }
}
