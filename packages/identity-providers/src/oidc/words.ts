import { duration } from '../duration-words.ts'
import type { OidcConfig } from './schema.ts'

const keys = {
  discovery: 'Keys that the issuer publishes',
  jwks_url: 'Keys published at ',
  token_review: 'No keys: each token is shown to the API server at ',
  uploaded: 'Keys that were uploaded: a key that the issuer makes anew has to be uploaded too',
}

const uses = {
  off: 'A token may be used again until it expires',
  jti: 'Each token is accepted once, and must have an id',
  proof: 'Each token is accepted once',
}

/** What an identity of a token issuer trusts, a sentence a line. */
export function oidcInWords(config: OidcConfig): string[] {
  const {
    subjects,
    issuer,
    audiences,
    claims,
    keySource,
    jwksUrl,
    apiServer,
    algorithms,
    singleUse,
    maxProofAgeSeconds,
    maxProofLifetimeSeconds,
  } = config
  return [
    ...subjects.map((subject) => (subject.includes('*') ? `Every subject like ${subject}` : `Subject ${subject}`)),
    `Of the issuer ${issuer}, and of no other`,
    `Tokens for ${audiences.join(' or ')}`,
    ...claims.map((rule) => `Only where ${rule}`),
    `${keys[keySource]}${jwksUrl ?? apiServer ?? ''}`,
    `Signed with ${algorithms.join(' or ')}`,
    ...(maxProofAgeSeconds === undefined ? [] : [`Issued at most ${duration(maxProofAgeSeconds)} ago`]),
    `Made to live at most ${duration(maxProofLifetimeSeconds)}`,
    uses[singleUse],
  ]
}
