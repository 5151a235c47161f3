import { DomainError } from '@bonafide/core'

/** A request of RFC 8693 2.1, as far as we serve it. */
export interface TokenExchangeRequest {
  /** The service account to become: it is the client, and has no secret of its own. */
  clientId: string
  /** What its platform gave it. */
  subjectToken: string
}

/** Why a request was not served, in the words of RFC 6749 5.2 and RFC 8693 2.2.2. */
export class OAuthError extends Error {
  readonly code: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'invalid_target'
  constructor(code: OAuthError['code'], message: string) {
    super(message)
    this.name = 'OAuthError'
    this.code = code
  }
}

export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const subjectTokenTypes = ['jwt', 'access_token', 'id_token'].map((name) => `urn:ietf:params:oauth:token-type:${name}`)

/** Reads a form (RFC 6749 appendix B). What would narrow the token is refused and never ignored: whoever asked for less must not get more. */
export function readTokenExchange(body: Uint8Array): TokenExchangeRequest {
  const form = new URLSearchParams(textOf(body))
  const names = [...form.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new OAuthError('invalid_request', `The parameter ${twice.slice(0, 40)} is there twice.`)
  const value = (name: string) => form.get(name) || undefined
  const grant = value('grant_type')
  if (grant === undefined) throw new OAuthError('invalid_request', 'grant_type is missing.')
  if (grant !== tokenExchangeGrant) throw new OAuthError('unsupported_grant_type', `The one grant type here is ${tokenExchangeGrant}.`)
  if (value('scope') !== undefined)
    throw new OAuthError('invalid_scope', 'Tokens are not narrowed by scope here: leave it out, and give the account less to read.')
  if (value('audience') !== undefined || value('resource') !== undefined)
    throw new OAuthError('invalid_target', 'Tokens are for this server: leave audience and resource out.')
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
  return { clientId, subjectToken }
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new DomainError('malformed_request', 'The body is not UTF-8 text.')
  }
}
