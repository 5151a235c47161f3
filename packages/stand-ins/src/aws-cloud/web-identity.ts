import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import type { FetchLike } from '../serve.ts'
import type { Caller, OidcProvider } from './account.ts'
import { readCommon, requireSeconds, roleAt, type StsCall, session, trusting } from './assume-role.ts'
import { evaluate, listOf } from './policy.ts'
import { AwsRefusal } from './refusal.ts'

/** More keys than these in a JWKS are not used. Source: IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM". */
const MAX_KEYS = 100

/**
 * AssumeRoleWithWebIdentity: the token's issuer has to be a provider of the role's account, its signature is verified with the keys that the
 * issuer publishes now, and the role's trust policy decides on `<issuer>:aud` and `<issuer>:sub`.
 */
export async function assumeRoleWithWebIdentity(call: StsCall, fetch: FetchLike): Promise<Caller> {
  const { roleArn, sessionName, seconds, sessionPolicy } = readCommon(call)
  const token = call.parameters.get('WebIdentityToken') ?? ''
  const account = call.accounts.get(roleArn.split(':')[4] ?? '')
  const issuer = issuerOf(token)
  const provider = [...(account?.oidcProviders.values() ?? [])].find(({ url }) => url === issuer)
  if (!provider) throw new AwsRefusal('InvalidIdentityToken', 'No OpenIDConnect provider found in your account for the given token')
  const claims = await verified(token, provider, call.now, fetch)
  const audiences = listOf(claims.aud)
  if (!audiences.some((audience) => provider.clientIds.includes(audience))) {
    throw new AwsRefusal('InvalidIdentityToken', 'Incorrect token audience')
  }
  const role = roleAt(call, roleArn)
  const prefix = provider.url.replace(/^https?:\/\//, '').toLowerCase()
  const context = { [`${prefix}:aud`]: audiences[0], [`${prefix}:sub`]: claims.sub }
  const named =
    role && trusting(role.trust, ({ Principal }) => typeof Principal === 'object' && listOf(Principal.Federated).includes(provider.arn))
  const question = { action: 'sts:AssumeRoleWithWebIdentity', resource: roleArn, context }
  if (!role || !named || evaluate([named], question) !== 'allowed') {
    throw new AwsRefusal('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
  }
  requireSeconds(seconds, role.maxSessionSeconds)
  return session(call, role, { sessionName, seconds, sessionPolicy })
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss
  } catch {
    throw new AwsRefusal('InvalidIdentityToken', 'The ID Token provided is not a valid JWT.')
  }
}

async function verified(token: string, provider: OidcProvider, now: Date, fetch: FetchLike): Promise<JWTPayload> {
  const { keys } = await publishedKeys(provider, fetch)
  try {
    const options = { issuer: provider.url, currentDate: now, algorithms: ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] }
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: keys.slice(0, MAX_KEYS) }), options)
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new AwsRefusal('ExpiredTokenException', 'Token expired')
    throw new AwsRefusal(
      'InvalidIdentityToken',
      "Couldn't retrieve verification key from your identity provider or the signature is invalid",
    )
  }
}

async function publishedKeys({ url }: OidcProvider, fetch: FetchLike): Promise<JSONWebKeySet> {
  try {
    const discovery = (await (await fetch(`${url}/.well-known/openid-configuration`)).json()) as { issuer: string; jwks_uri: string }
    if (discovery.issuer !== url) throw new Error('another issuer')
    return (await (await fetch(discovery.jwks_uri)).json()) as JSONWebKeySet
  } catch (cause) {
    const message =
      "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation"
    throw Object.assign(new AwsRefusal('InvalidIdentityToken', message), { cause })
  }
}
