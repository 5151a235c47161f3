import { DomainError } from '@bonafide/core'
import { OAuthError } from './oauth-error.ts'
import { scopeOf } from './target.ts'

/** A request of RFC 8693 2.1, as far as we serve it. */
export interface TokenExchangeRequest {
  /** The service account to become: it is the client, and has no secret of its own. */
  clientId: string
  /** What its platform gave it, or a token of ours. */
  subjectToken: string
  /** True when the subject token is one of ours, to be narrowed. */
  ours: boolean
  /** What the token is to be narrowed to. */
  scope: string | undefined
}

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const subjectTokenTypes = ['jwt', 'access_token', 'id_token'].map((name) => `urn:ietf:params:oauth:token-type:${name}`)

/** Reads a form (RFC 6749 appendix B). What is not understood of a narrowing is refused and never ignored: whoever asked for less must not get more. */
export function readTokenExchange(body: Uint8Array, publicUrl: string): TokenExchangeRequest {
  const form = new URLSearchParams(textOf(body))
  const names = [...form.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === 'audience' || twice === 'resource') throw new OAuthError('invalid_target', `A token is for one ${twice}: name one.`)
  if (twice !== undefined) throw new OAuthError('invalid_request', `The parameter ${twice.slice(0, 40)} is there twice.`)
  const value = (name: string) => form.get(name) || undefined
  const grant = value('grant_type')
  if (grant === undefined) throw new OAuthError('invalid_request', 'grant_type is missing.')
  if (grant !== tokenExchangeGrant) throw new OAuthError('unsupported_grant_type', `The one grant type here is ${tokenExchangeGrant}.`)
  if (value('actor_token') !== undefined)
    throw new OAuthError('invalid_request', 'Nobody acts for somebody else here: leave actor_token out.')
  const wanted = value('requested_token_type') ?? accessTokenType
  if (wanted !== accessTokenType) throw new OAuthError('invalid_request', `The one token type that is given out is ${accessTokenType}.`)
  const type = value('subject_token_type')
  if (type === undefined || !subjectTokenTypes.includes(type))
    throw new OAuthError('invalid_request', `subject_token_type must be one of ${subjectTokenTypes.join(', ')}.`)
  const [subjectToken, clientId] = [value('subject_token'), value('client_id')]
  if (subjectToken === undefined)
    throw new OAuthError('invalid_request', 'subject_token is missing: the token that your platform gave you.')
  if (clientId === undefined) throw new OAuthError('invalid_client', 'client_id is missing: the id of the service account to become.')
  const ours = type === accessTokenType && subjectToken.startsWith('pss_')
  const scope = scopeOf({ scope: value('scope'), audience: value('audience'), resource: value('resource') }, publicUrl)
  return { clientId, subjectToken, ours, scope }
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new DomainError('malformed_request', 'The body is not UTF-8 text.')
  }
}
