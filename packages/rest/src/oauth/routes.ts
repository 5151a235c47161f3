import {
  type Context,
  DomainError,
  exchange,
  type IdentityProvider,
  isDomainError,
  limitExchanges,
  narrowToken,
  scopeWords,
} from '@bonafide/core'
import { Hono } from 'hono'
import { bodyLimits, readBody } from '../body.ts'
import type { Door } from '../door.ts'
import type { Env, HonoContext } from '../env.ts'
import { oauthErrorResponse } from './error.ts'
import { OAuthError } from './oauth-error.ts'
import { accessTokenType, readTokenExchange, type TokenExchangeRequest, tokenExchangeGrant } from './request.ts'

/** The exchange as OAuth knows it (RFC 8693), for clients that speak nothing else, and where they find it (RFC 8414). */
export function oauthRoutes(door: Door): Hono<Env> {
  const { publicUrl } = door.services.settings
  const metadata = {
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/oauth/token`,
    grant_types_supported: [tokenExchangeGrant],
    token_endpoint_auth_methods_supported: ['none'],
    response_types_supported: [],
    // Those that take no value; app:, env: and path: do.
    scopes_supported: scopeWords,
    service_documentation: 'https://www.rfc-editor.org/rfc/rfc8693',
  }
  const routes = new Hono<Env>()
  routes.get('/.well-known/oauth-authorization-server', (request) => request.json(metadata))
  routes.post('/oauth/token', (request) => trade(door, request))
  return routes
}

async function trade(door: Door, request: HonoContext): Promise<Response> {
  try {
    return await tokenFor(door, request)
  } catch (error) {
    if (!isDomainError(error) && !(error instanceof OAuthError)) throw error
    request.set('problemCode', error.code)
    return oauthErrorResponse(error, request.get('origin').id)
  }
}

async function tokenFor(door: Door, request: HonoContext): Promise<Response> {
  const context = door.contextOf(request)
  await limitExchanges(context)
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.req.header('content-type') ?? ''))
    throw new DomainError('unsupported_media_type', 'Send a form: Content-Type application/x-www-form-urlencoded.')
  if (request.req.header('authorization') !== undefined)
    throw new OAuthError('invalid_client', 'Service accounts have no secret: send client_id in the form, and no Authorization header.')
  const wanted = readTokenExchange(await readBody(request, bodyLimits.exchange * 2), door.services.settings.publicUrl)
  const { token, ttlSeconds, scope } = wanted.ours
    ? await narrowed(wanted, request, context)
    : await exchanged(wanted, request, door, context)
  return request.json({
    access_token: token,
    issued_token_type: accessTokenType,
    token_type: 'Bearer',
    expires_in: ttlSeconds,
    ...(scope === null ? {} : { scope }),
  })
}

function exchanged({ clientId, subjectToken, scope }: TokenExchangeRequest, request: HonoContext, door: Door, context: Context) {
  const provider = providerOf(subjectToken, Object.values(door.services.providers))
  request.set('exchangeProvider', provider.form.id)
  const proof = { jwt: Buffer.from(subjectToken, 'utf8').toString('base64') }
  const tokenRequest = scope === undefined ? {} : { scope }
  return exchange(provider, { account: { type: 'service', id: clientId }, [provider.envelope]: proof, tokenRequest }, context)
}

function narrowed({ clientId, subjectToken, scope }: TokenExchangeRequest, request: HonoContext, context: Context) {
  request.set('exchangeProvider', 'service_account_token')
  if (scope === undefined) throw new OAuthError('invalid_scope', 'Say what to narrow the token to, by scope, audience or resource.')
  return narrowToken({ token: subjectToken, serviceAccountId: clientId.toLowerCase(), scope }, context)
}

function providerOf(token: string, providers: readonly IdentityProvider[]): IdentityProvider {
  const provider = providers.find((one) => one.takesToken?.(token))
  if (provider) return provider
  throw new OAuthError('invalid_request', 'subject_token is not a signed JWT in compact form.')
}
