import type { PublicSigningKey } from '@bonafide/crypto'
import type { Context, ServerSettings } from '../context.ts'
import { whyNotPublic } from '../external-identities/dialable.ts'
import { authorise } from '../organisations/authorise.ts'
import { currentIssuerKeys, type IssuerServices } from './rotate.ts'

type Place = Pick<ServerSettings, 'publicUrl' | 'privateHosts'>

/** This server towards platforms that trust it. */
export interface OwnIssuer {
  /** The `iss` of its tokens, byte by byte. */
  issuer: string
  jwksUrl: string
  /** Why platforms cannot trust it as it is set up, and what to do; null when nothing is known against it. */
  problem: string | null
}

/** Who this server is as an issuer, for those who set up what trusts it. */
export async function readOwnIssuer(context: Context): Promise<OwnIssuer> {
  authorise(context, 'IntegrationCredentials', 'read')
  const { publicUrl } = context.settings
  return { issuer: publicUrl, jwksUrl: jwksUrlOf(publicUrl), problem: issuerProblem(context.settings) }
}

/** What the Internet may know of this server as an issuer. OpenID Connect Discovery 1.0, section 3. */
export const issuerMetadata = ({ publicUrl }: Place) => ({
  issuer: publicUrl,
  jwks_uri: jwksUrlOf(publicUrl),
  // Nobody signs in here by OpenID Connect: there are tokens of the server itself, and no way for others to ask for one.
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'organisation', 'app', 'environment', 'sync', 'credential'],
})

/** The keys that tokens of ours are signed with, now or soon or lately: public halves alone, the newest first. */
export async function publishedKeys(services: IssuerServices): Promise<{ keys: PublicSigningKey[] }> {
  const keys = await currentIssuerKeys(services)
  return { keys: keys.map(({ publicKey: { kty, use, alg, kid, n, e } }) => ({ kty, use, alg, kid, n, e })) }
}

const jwksUrlOf = (publicUrl: string): string => `${publicUrl}/.well-known/jwks.json`

/**
 * Why a platform could not trust this issuer; null when nothing is known. AWS takes https alone, without a port in the URL, and asks from the
 * Internet. A host that the operator has named as private is believed to be reachable for whom it has to be, like any other issuer's.
 */
export function issuerProblem({ publicUrl, privateHosts }: Place): string | null {
  const { protocol, hostname, port } = new URL(publicUrl)
  if (privateHosts.includes(`${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`)) return null
  const why = whyNotPublic(protocol, hostname) ?? (port === '' ? undefined : 'must have no port')
  if (why === undefined) return null
  return `AWS asks an issuer for its keys from the Internet: BONAFIDE_PUBLIC_URL is ${publicUrl}, and ${why}. Until then use another kind of credential.`
}
