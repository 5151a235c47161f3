import { authorizationSchemes, parseBearerValue, parseToken, type TokenParts } from '@bonafide/crypto'
import { Failure } from './failure.ts'

/** A token as its holder has it. Without `parts` it can sign requests but holds no key, so nothing can be decrypted with it. */
export interface HeldToken {
  /** Exactly what was given. */
  text: string
  /** The value of the `Authorization` header. Holds only what the server may see. */
  authorization: string
  kind: 'User' | 'ServiceAccount' | 'Service'
  parts?: TokenParts
}

/**
 * Reads a token: the whole string (`pss_service:v2:…`, `pss_user:v1:…`), or the bare bearer form (`ServiceAccount <64 hex digits>`). The message of the failure
 * never repeats what was given.
 */
export function readToken(given: string): HeldToken {
  const text = given.trim()
  const bare = /^(?:Bearer )?(User|ServiceAccount|Service) (\S+)$/.exec(text)
  try {
    if (bare) {
      const kind = bare[1] as HeldToken['kind']
      return { text, kind, authorization: `Bearer ${kind} ${parseBearerValue(bare[2] ?? '')}` }
    }
    const parts = parseToken(text)
    const kind = authorizationSchemes[parts.kind]
    return { text, kind, parts, authorization: `Bearer ${kind} ${parts.value}` }
  } catch (cause) {
    throw new Failure('notSignedIn', 'The token is not a Bonafide token.', {
      why: 'A token looks like pss_service:v2:… or pss_user:v1:…, with four fields of 64 hex digits; perhaps it was cut off.',
      fix: 'Copy it again, or sign in with bonafide auth',
      code: 'malformed_token',
      cause,
    })
  }
}

/** A token as it may be shown: its kind and the first digits of its value. */
export function maskToken({ parts, kind }: HeldToken): string {
  return parts ? `${parts.kind}:${parts.value.slice(0, 6)}…` : `${kind} …`
}
