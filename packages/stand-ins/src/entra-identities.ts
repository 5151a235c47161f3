import { randomUUID } from 'node:crypto'
import type { EntraTokenRequest } from './entra-token.ts'

/** A managed identity the metadata service can issue tokens for. */
export interface ManagedIdentity {
  tenantId: string
  oid: string
  clientId: string
  /** `/subscriptions/…/userAssignedIdentities/<name>` or the id of the machine itself. */
  resourceId: string
}

/** A service principal that may ask the token endpoint. */
export interface ServicePrincipal {
  tenantId: string
  oid: string
  clientId: string
  clientSecret?: string
  /** Decides on a `client_assertion` (workload identity federation); without it none is accepted. */
  acceptsAssertion?: (assertion: string) => boolean | Promise<boolean>
}

/** Issues a token, its version chosen by the audience as the resource's registration does. */
export type Issue = (request: EntraTokenRequest) => Promise<string>

/** A managed identity with random ids where none are given. */
export function newManagedIdentity(given: Partial<ManagedIdentity> & { tenantId: string }): ManagedIdentity {
  const resourceId = `/subscriptions/${randomUUID()}/resourcegroups/workloads/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`
  return { oid: randomUUID(), clientId: randomUUID(), resourceId, ...given }
}

/**
 * `GET /metadata/identity/oauth2/token` of the instance metadata service: wants `Metadata: true`, an `api-version` and a `resource`,
 * and refuses anything that came through a proxy. The identity is the first, or the one `client_id`, `object_id` or `msi_res_id` names.
 */
export async function answerMetadata(request: Request, identities: readonly ManagedIdentity[], issue: Issue, now: Date): Promise<Response> {
  const query = new URL(request.url).searchParams
  const resource = query.get('resource')
  if (request.headers.get('metadata')?.toLowerCase() !== 'true')
    return oauthError(400, 'invalid_request', 'Required metadata header not specified')
  if (request.headers.has('x-forwarded-for')) return oauthError(400, 'invalid_request', 'Requests through a proxy are refused')
  if (!query.has('api-version')) return oauthError(400, 'invalid_request', 'Required query variable api-version is missing')
  if (!resource) return oauthError(400, 'invalid_resource', 'AADSTS50001: The resource principal was not found.')
  const identity = identities.find(
    ({ clientId, oid, resourceId }) =>
      (query.get('client_id') ?? clientId) === clientId &&
      (query.get('object_id') ?? oid) === oid &&
      (query.get('msi_res_id') ?? query.get('mi_res_id') ?? resourceId).toLowerCase() === resourceId.toLowerCase(),
  )
  if (!identity) return oauthError(400, 'invalid_request', 'Identity not found')
  const { tenantId, oid, clientId, resourceId } = identity
  const token = await issue({
    tenantId,
    oid,
    audience: resource,
    applicationId: clientId,
    resourceId,
    kind: 'managed_identity',
    issuedAt: now,
  })
  const issuedAt = Math.floor(now.getTime() / 1000)
  return Response.json({
    access_token: token,
    client_id: clientId,
    expires_in: '86400',
    expires_on: String(issuedAt + 86_400),
    ext_expires_in: '86400',
    not_before: String(issuedAt),
    resource,
    token_type: 'Bearer',
  })
}

/** `POST /{tid}/oauth2/v2.0/token` (`scope`) and `/{tid}/oauth2/token` (`resource`), grant `client_credentials` (RFC 6749, 4.4). */
export async function answerTokenEndpoint(
  request: Request,
  tenantId: string,
  principals: readonly ServicePrincipal[],
  issue: Issue,
): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  if (form.get('grant_type') !== 'client_credentials') {
    return oauthError(400, 'unsupported_grant_type', 'AADSTS70003: The app requested an unsupported grant type.')
  }
  const principal = principals.find((candidate) => candidate.tenantId === tenantId && candidate.clientId === form.get('client_id'))
  if (!principal) return oauthError(400, 'unauthorized_client', 'AADSTS700016: Application was not found in the directory.')
  if (!(await provesItself(principal, form))) return oauthError(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.')
  const scope = form.get('scope')
  const audience = form.get('resource') ?? (scope?.endsWith('/.default') ? scope.slice(0, -'/.default'.length) : '')
  if (audience === '') return oauthError(400, 'invalid_scope', 'AADSTS1002012: The provided value for scope is not valid.')
  const { oid, clientId } = principal
  const token = await issue({ tenantId, oid, audience, applicationId: clientId, kind: 'application' })
  return Response.json({ token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600, access_token: token })
}

/** An error as Entra's OAuth endpoints write it. */
export function oauthError(status: number, error: string, description: string): Response {
  return Response.json({ error, error_description: description, correlation_id: randomUUID() }, { status })
}

async function provesItself(principal: ServicePrincipal, form: URLSearchParams): Promise<boolean> {
  const assertion = form.get('client_assertion')
  if (assertion !== null) return (await principal.acceptsAssertion?.(assertion)) ?? false
  return principal.clientSecret !== undefined && form.get('client_secret') === principal.clientSecret
}
