import { createHmac, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { type EntraVersion, entraIssuer } from './entra-clouds.ts'
import type { SigningKey } from './entra-keys.ts'
import { type EntraTenant, signingKey, strangersKey } from './entra-tenant.ts'

/** What a token is for: a managed identity or application calls for itself, a user through an application, or signs in. */
export type EntraTokenKind = 'managed_identity' | 'application' | 'user' | 'id_token'

/** Who signs: the tenant's key, the tenant's key of the other version, a key nobody published, nobody, or HMAC with the public key. */
export type EntraSigner = 'tenant' | 'other_version' | 'stranger' | 'none' | 'hs256' | SigningKey

export interface EntraTokenRequest {
  tenantId: string
  /** `1.0` unless told. */
  version?: EntraVersion
  kind?: EntraTokenKind
  /** Object id of the principal; random unless told. */
  oid?: string
  audience: string
  /** Client id of the application or managed identity (`appid` or `azp`). */
  applicationId?: string
  /** `null` leaves the optional claim out. */
  idtyp?: 'app' | 'user' | null
  /** `xms_mirid`: Azure resource id of the managed identity. */
  resourceId?: string
  issuedAt?: Date
  /** 86 400 for a managed identity, 3 600 otherwise. */
  lifetimeSeconds?: number
  /** Claims to replace or add; `undefined` removes one. */
  overrides?: Record<string, unknown>
  /** Header members to replace or add; `undefined` removes one. */
  header?: Record<string, unknown>
  /** Members written a second time, after the genuine ones, in the payload's JSON. */
  duplicates?: Record<string, unknown>
  /** Last word on the payload: gets the JSON text, gives the text that is signed. */
  payloadText?: (json: string) => string
  signWith?: EntraSigner
}

type Claims = Record<string, unknown>

/** Issues a signed compact JWT of a tenant. `now` is used where the request names no time. */
export async function issueEntraToken(request: EntraTokenRequest, tenant: EntraTenant, now: Date): Promise<string> {
  const version = request.version ?? '1.0'
  const signer = request.signWith ?? 'tenant'
  const key = await keyOf(signer, tenant, version)
  const header = withChanges(protectedHeader(signer, version, key), request.header)
  const claims = withChanges(claimsOf(request, tenant, now), request.overrides)
  const json = withDuplicates(JSON.stringify(claims), request.duplicates ?? {})
  const payload = request.payloadText ? request.payloadText(json) : json
  const signingInput = `${base64url(JSON.stringify(header))}.${base64url(payload)}`
  return `${signingInput}.${signatureOf(signer, signingInput, key)}`
}

/** Claims as Entra issues them. Source: Microsoft, "Access token claims reference" and "ID token claims reference". */
function claimsOf(request: EntraTokenRequest, tenant: EntraTenant, now: Date): Claims {
  const version = request.version ?? '1.0'
  const kind = request.kind ?? 'managed_identity'
  const issuer = entraIssuer(tenant.tenantId, version, tenant.cloud)
  const issuedAt = Math.floor((request.issuedAt ?? now).getTime() / 1000)
  const oid = request.oid ?? randomUUID()
  const common = {
    aud: request.audience,
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + (request.lifetimeSeconds ?? (kind === 'managed_identity' ? 86_400 : 3600)),
    oid,
    tid: tenant.tenantId,
    uti: randomBytes(16).toString('base64url'),
    rh: `1.${randomBytes(40).toString('base64url')}.`,
    ver: version,
  }
  return { ...common, ...claimsByKind[kind]({ ...request, version, oid, issuer }) }
}

type Known = EntraTokenRequest & { version: EntraVersion; oid: string; issuer: string }

const claimsByKind: Record<EntraTokenKind, (known: Known) => Claims> = {
  managed_identity: (known) => ({
    ...applicationClaims(known),
    xms_mirid:
      known.resourceId ??
      `/subscriptions/${randomUUID()}/resourcegroups/workloads/providers/Microsoft.ManagedIdentity/userAssignedIdentities/deployer`,
  }),
  application: applicationClaims,
  user: (known) => ({
    ...clientClaims(known, '0'),
    ...(known.idtyp === null ? {} : { idtyp: known.idtyp ?? 'user' }),
    scp: 'user_impersonation',
    sub: subject(),
    name: 'Ada Example',
    ...(known.version === '1.0'
      ? { acr: '1', amr: ['pwd', 'mfa'], upn: 'ada@example.test', unique_name: 'ada@example.test' }
      : { preferred_username: 'ada@example.test' }),
  }),
  id_token: () => ({ sub: subject(), nonce: randomUUID(), name: 'Ada Example', preferred_username: 'ada@example.test' }),
}

function applicationClaims(known: Known): Claims {
  const idtyp = known.idtyp === null ? {} : { idtyp: known.idtyp ?? 'app' }
  const idp = known.version === '1.0' ? { idp: known.issuer } : {}
  return { aio: randomBytes(24).toString('base64'), ...clientClaims(known, '2'), ...idp, ...idtyp, sub: known.oid }
}

/** How the client proved itself: `0` public client, `1` secret, `2` certificate or managed identity. */
function clientClaims(known: Known, proof: '0' | '2'): Claims {
  const client = known.applicationId ?? randomUUID()
  return known.version === '1.0' ? { appid: client, appidacr: proof } : { azp: client, azpacr: proof }
}

function subject(): string {
  return randomBytes(32).toString('base64url')
}

function keyOf(signer: EntraSigner, tenant: EntraTenant, version: EntraVersion): SigningKey | Promise<SigningKey> {
  if (typeof signer === 'object') return signer
  if (signer === 'stranger') return strangersKey()
  if (signer === 'other_version') return signingKey(tenant, version === '1.0' ? '2.0' : '1.0')
  return signingKey(tenant, version)
}

function protectedHeader(signer: EntraSigner, version: EntraVersion, key: SigningKey): Claims {
  if (signer === 'none') return { typ: 'JWT', alg: 'none' }
  const alg = signer === 'hs256' ? 'HS256' : 'RS256'
  return { typ: 'JWT', alg, ...(version === '1.0' ? { x5t: key.kid } : {}), kid: key.kid }
}

function signatureOf(signer: EntraSigner, input: string, key: SigningKey): string {
  if (signer === 'none') return ''
  if (signer === 'hs256') return createHmac('sha256', publicPem(key.publicKey)).update(input).digest('base64url')
  return sign('sha256', Buffer.from(input), key.privateKey).toString('base64url')
}

/** The classic confusion: the public key's text used as an HMAC secret. */
function publicPem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function withChanges(claims: Claims, changes: Claims = {}): Claims {
  return Object.fromEntries(Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined))
}

function withDuplicates(json: string, duplicates: Claims): string {
  const copies = Object.entries(duplicates).map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`)
  return `${json.slice(0, -1)}${copies.join('')}}`
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url')
}
