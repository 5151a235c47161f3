import { type DecodedJwt, decodeJwt } from '../decode-jwt.ts'
import { ProofError } from '../proof-error.ts'
import { fromGithub } from './sources/github.ts'
import { fromGoogle } from './sources/google.ts'
import { fromEnvironment, fromFile, fromGitlab, fromKubernetes } from './sources/held.ts'
import type { Asking, Found, TokenSource } from './sources/source.ts'
import { fromSpiffe } from './sources/spiffe.ts'

const sources = {
  file: fromFile,
  environment: fromEnvironment,
  github: fromGithub,
  gitlab: fromGitlab,
  gcp: fromGoogle,
  kubernetes: fromKubernetes,
  spiffe: fromSpiffe,
} satisfies Record<string, TokenSource>

/** Where a token can come from. */
export type OidcSource = keyof typeof sources

export interface OidcProofOptions extends Omit<Asking, 'audience'> {
  source: OidcSource
  /** The server's own address: the audience to ask for unless one is given. */
  serverUrl: string
  /** The audience that the token must be for. */
  audience?: string
}

/** The `oidc` object of an exchange request: a compact JWT in base64. */
export interface OidcEnvelope {
  jwt: string
}

/**
 * Gets the workload's own token from its platform, whichever issuer signed it. What is no JWT, or is for another audience than the one that
 * was given, is not sent at all. Fails with `ProofError`, which never repeats a token.
 */
export async function proveOidc({ source, serverUrl, audience, ...lent }: OidcProofOptions): Promise<OidcEnvelope> {
  const found = await sources[source]({ ...lent, audience: audience || serverUrl })
  const token = found.text.trim()
  const { claims } = readable(token, found)
  if (audience && !audiencesIn(claims).includes(audience)) {
    throw new ProofError(`The token from ${found.place} is not for the audience "${audience}". Ask the platform for one that is.`)
  }
  return { jwt: Buffer.from(token, 'utf8').toString('base64') }
}

function readable(token: string, { place }: Found): DecodedJwt {
  if (token === '') throw new ProofError(`No token came from ${place}.`)
  if (/^[\w-]+(\.[\w-]*){4}$/.test(token)) throw new ProofError(`The token from ${place} is encrypted. Get one that is only signed.`)
  const decoded = /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token) ? decodeJwt(token) : undefined
  if (!decoded) throw new ProofError(`What came from ${place} is not a signed JWT: three parts in base64url, joined by dots.`)
  return decoded
}

const audiencesIn = ({ aud }: Record<string, unknown>): unknown[] => (Array.isArray(aud) ? aud : [aud])
