import type { OidcEnvelope, OidcProofOptions, OidcSource } from '@bonafide/identity-providers/proofs'
import type { OidcMode } from './machine-modes.ts'

type Proofs = typeof import('@bonafide/identity-providers/proofs')

/** What may be said about the token on the command line. */
export interface OidcFlags {
  /** The audience that the token must be for; the platforms that can be asked are asked for it. */
  oidcAudience?: string
  /** The file that holds the token, `-` for stdin. */
  oidcTokenFile?: string
  /** The name of the variable that holds the token. */
  oidcTokenEnv?: string
}

/** What the machine lends to the platforms' ways. */
export type Lent = Pick<OidcProofOptions, 'environment' | 'fetch' | 'run' | 'readFile'>

/** Gets the platform's token, and describes it as it describes itself. The server does not take our word for it. */
export async function proveOidc(
  mode: OidcMode,
  { host, oidcAudience, oidcTokenFile, oidcTokenEnv }: OidcFlags & { host: string },
  lent: Lent,
  proofs: Proofs,
): Promise<{ proof: OidcEnvelope; description: string }> {
  const source: OidcSource = mode !== 'oidc' ? mode : oidcTokenFile === undefined ? 'environment' : 'file'
  const proof = await proofs.proveOidc({
    source,
    serverUrl: host,
    audience: oidcAudience,
    tokenFile: oidcTokenFile,
    tokenVariable: oidcTokenEnv,
    ...lent,
  })
  return { proof, description: `OIDC token${claimsIn(proof.jwt, proofs)}` }
}

function claimsIn(jwt: string, { decodeJwt }: Proofs): string {
  const { sub, iss, aud, exp } = decodeJwt(Buffer.from(jwt, 'base64').toString('utf8'))?.claims ?? {}
  const audience = Array.isArray(aud) ? aud.join(', ') : aud
  const ends = typeof exp === 'number' && Math.abs(exp) < 8.64e12 ? `, ends ${new Date(exp * 1000).toISOString()}` : ''
  return ` of ${sub ?? 'nobody'} from ${iss ?? 'nowhere'} for ${audience ?? 'anybody'}${ends}`
}
