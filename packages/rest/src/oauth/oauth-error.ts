/** Why a request was not served, in the words of RFC 6749 5.2 and RFC 8693 2.2.2. */
export class OAuthError extends Error {
  readonly code: 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope' | 'invalid_target'
  constructor(code: OAuthError['code'], message: string) {
    super(message)
    this.name = 'OAuthError'
    this.code = code
  }
}
