import { randomUUID } from 'node:crypto'
import { cloudOfHost, type EntraCloud, type EntraVersion, entraClouds } from './entra-clouds.ts'
import {
  answerMetadata,
  answerTokenEndpoint,
  type Issue,
  type ManagedIdentity,
  newManagedIdentity,
  oauthError,
  type ServicePrincipal,
} from './entra-identities.ts'
import { type KeySource, pooledKey, type SigningKey } from './entra-keys.ts'
import { discoveryDocument, type EntraTenant, FIRST_ADDED_KEY, keySet, newTenant, publishKey, signingKey } from './entra-tenant.ts'
import { type EntraTokenRequest, issueEntraToken } from './entra-token.ts'
import { applyTransportFault, type TransportFault, type TunedFault } from './faults.ts'
import { type FetchLike, type Handle, inProcessFetch, type Listening, listen } from './serve.ts'

/** How the next answers of the Entra stand-in go wrong. */
export type EntraMisbehaviour =
  | TransportFault
  | TunedFault
  | 'empty_keys'
  | 'duplicate_kid'
  | ((request: Request) => Response | Promise<Response>)

export interface EntraRequestRecord {
  method: string
  url: string
  headers: Record<string, string>
}

export interface Entra {
  handle: Handle
  /** Calls `handle` in process with the manners of `fetch`. */
  fetch: FetchLike
  listen: () => Promise<Listening & { requests: EntraRequestRecord[] }>
  requests: EntraRequestRecord[]
  /** How often the key sets of a tenant (of one version, if named) were fetched. */
  keyFetches: (tenantId: string, version?: EntraVersion) => number
  /** Registers a tenant; one that is first named elsewhere is registered in the public cloud. */
  addTenant: (tenantId?: string, cloud?: EntraCloud) => Promise<EntraTenant>
  issueToken: (request: EntraTokenRequest & { cloud?: EntraCloud }) => Promise<string>
  /** A new key signs from now on; the old ones stay published. */
  rotateKeys: (tenantId: string, version?: EntraVersion) => Promise<SigningKey>
  /** Publishes a key with more or other JWK members (`issuer`, `x5c` …); it signs from now on. */
  addKey: (tenantId: string, version: EntraVersion, properties?: Record<string, unknown>) => Promise<SigningKey>
  removeKey: (tenantId: string, kid: string) => Promise<void>
  /** The key that signs a tenant's tokens now. */
  currentKey: (tenantId: string, version?: EntraVersion) => Promise<SigningKey>
  /** Version of the tokens for an audience at the metadata service and the token endpoint (`1.0` otherwise). */
  setResourceVersion: (audience: string, version: EntraVersion) => void
  addManagedIdentity: (identity: Partial<ManagedIdentity> & { tenantId: string }) => ManagedIdentity
  addServicePrincipal: (principal: Partial<ServicePrincipal> & { tenantId: string }) => ServicePrincipal
  /** Makes the following answers go wrong, all of them or the next `times`. */
  misbehave: (next: EntraMisbehaviour, options?: { times?: number }) => void
  behave: () => void
}

export interface EntraOptions {
  /** Clock of the service; the machine's own unless given. */
  now?: () => Date
  /** Where keys come from; made at random and shared within the process unless given. */
  keys?: KeySource
  /** False: requests are not kept, for a service that runs as long as its process. */
  keepsRequests?: boolean
}

interface Directory {
  tenant: (tenantId: string, cloud?: EntraCloud) => Promise<EntraTenant>
  known: ReadonlyMap<string, Promise<EntraTenant>>
  managedIdentities: ManagedIdentity[]
  servicePrincipals: ServicePrincipal[]
  issue: Issue
  now: () => Date
}

type Route = (request: Request, tenant: EntraTenant, directory: Directory) => Response | Promise<Response>

const routes: Record<string, Route> = {
  'GET discovery/keys': (_, tenant) => Response.json(keySet(tenant, '1.0')),
  'GET discovery/v2.0/keys': (_, tenant) => Response.json(keySet(tenant, '2.0')),
  'GET .well-known/openid-configuration': (request, tenant) => Response.json(discoveryDocument(tenant, '1.0', keyOrigin(request, tenant))),
  'GET v2.0/.well-known/openid-configuration': (request, tenant) =>
    Response.json(discoveryDocument(tenant, '2.0', keyOrigin(request, tenant))),
  'POST oauth2/token': (request, tenant, { servicePrincipals, issue }) =>
    answerTokenEndpoint(request, tenant.tenantId, servicePrincipals, issue),
  'POST oauth2/v2.0/token': (request, tenant, { servicePrincipals, issue }) =>
    answerTokenEndpoint(request, tenant.tenantId, servicePrincipals, issue),
}

/** Microsoft Entra: tenants, their keys and tokens, and the two places where workloads get tokens (metadata service, token endpoint). */
export function createEntra({ now = () => new Date(), keys = pooledKey, keepsRequests = true }: EntraOptions = {}): Entra {
  const known = new Map<string, Promise<EntraTenant>>()
  const requests: EntraRequestRecord[] = []
  const resourceVersions = new Map<string, EntraVersion>()
  let addedKeys = 0
  let misbehaviour: { next: EntraMisbehaviour; timesLeft: number } | undefined

  const tenant = (tenantId: string, cloud?: EntraCloud) => {
    const found = known.get(tenantId) ?? newTenant(tenantId, cloud ?? 'public', keys)
    known.set(tenantId, found)
    return found
  }
  const addKey: Entra['addKey'] = async (tenantId, version, properties) =>
    publishKey(await tenant(tenantId), version, await keys(FIRST_ADDED_KEY + addedKeys++), properties)
  const issueToken: Entra['issueToken'] = async ({ cloud, ...request }) =>
    issueEntraToken(request, await tenant(request.tenantId, cloud), now())
  const issue: Issue = (request) => issueToken({ version: resourceVersions.get(request.audience), ...request })
  const directory: Directory = { tenant, known, managedIdentities: [], servicePrincipals: [], issue, now }

  const handle: Handle = async (request) => {
    if (keepsRequests) requests.push({ method: request.method, url: request.url, headers: Object.fromEntries(request.headers) })
    const current = misbehaviour
    if (current && --current.timesLeft <= 0) misbehaviour = undefined
    const genuine = await route(request.clone(), directory)
    return current ? misbehave(current.next, request, genuine) : genuine
  }

  return {
    handle,
    fetch: inProcessFetch(handle),
    listen: async () => ({ ...(await listen(handle)), requests }),
    requests,
    keyFetches: (tenantId, version) => {
      const paths = (version ? [version] : (['1.0', '2.0'] as const)).map(
        (each) => `/${tenantId}/discovery/${each === '1.0' ? '' : 'v2.0/'}keys`,
      )
      return requests.filter(({ url }) => paths.includes(new URL(url).pathname)).length
    },
    addTenant: (tenantId = randomUUID(), cloud) => tenant(tenantId, cloud),
    issueToken,
    rotateKeys: (tenantId, version = '1.0') => addKey(tenantId, version),
    addKey,
    removeKey: async (tenantId, kid) => {
      const { keys } = await tenant(tenantId)
      for (const version of ['1.0', '2.0'] as const) keys[version] = keys[version].filter(({ key }) => key.kid !== kid)
    },
    currentKey: async (tenantId, version = '1.0') => signingKey(await tenant(tenantId), version),
    setResourceVersion: (audience, version) => void resourceVersions.set(audience, version),
    addManagedIdentity: (given) => {
      const identity = newManagedIdentity(given)
      directory.managedIdentities.push(identity)
      return identity
    },
    addServicePrincipal: (given) => {
      const principal = { oid: randomUUID(), clientId: randomUUID(), clientSecret: randomUUID(), ...given }
      directory.servicePrincipals.push(principal)
      return principal
    },
    misbehave: (next, { times = Number.POSITIVE_INFINITY } = {}) => {
      misbehaviour = { next, timesLeft: times }
    },
    behave: () => {
      misbehaviour = undefined
    },
  }
}

async function route(request: Request, directory: Directory): Promise<Response> {
  const url = new URL(request.url)
  if (url.pathname === '/metadata/identity/oauth2/token') {
    return answerMetadata(request, directory.managedIdentities, directory.issue, directory.now())
  }
  const [tenantId = '', ...rest] = url.pathname.slice(1).split('/')
  const found = routes[`${request.method} ${rest.join('/')}`]
  if (!found) return new Response('Not Found', { status: 404 })
  const tenant = await directory.known.get(tenantId)
  const cloud = cloudOfHost(url.host)
  if (!tenant || (cloud !== undefined && cloud !== tenant.cloud)) {
    return oauthError(400, 'invalid_tenant', `AADSTS90002: Tenant '${tenantId}' not found.`)
  }
  return found(request, tenant, directory)
}

/** Keys are fetched from the cloud's login host, or from the stand-in itself where it is served at an address of its own. */
function keyOrigin(request: Request, tenant: EntraTenant): string {
  const url = new URL(request.url)
  return cloudOfHost(url.host) === undefined ? url.origin : `https://${entraClouds[tenant.cloud].login}`
}

async function misbehave(next: EntraMisbehaviour, request: Request, genuine: Response): Promise<Response> {
  if (typeof next === 'function') return next(request)
  if (next === 'empty_keys') return Response.json({ keys: [] })
  if (next === 'duplicate_kid') {
    const { keys } = (await genuine.json()) as { keys: unknown[] }
    return Response.json({ keys: [...keys, ...keys] })
  }
  return applyTransportFault(next, { request, genuine })
}
