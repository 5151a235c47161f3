import { bindExtIdentity, createExtIdentity } from '@bonafide/core'
import type { IssuedToken } from '@bonafide/stand-ins'
import { oidcRoute } from './refusals.ts'
import { createWorld, type Node, post } from './world.ts'

export const oidcAudience = 'https://bonafide.example'
export const trustedSubject = 'repo:acme/shop:ref:refs/heads/main'

/** A world with workloads that the world's issuer vouches for. */
export async function createOidcWorld() {
  const world = await createWorld()
  let made = 0
  const configOf = (config: object = {}) => ({
    issuer: world.issuer.issuer,
    audiences: [oidcAudience],
    subjects: [trustedSubject],
    claims: ['repository_id = 123456'],
    ...config,
  })
  /** An identity of the issuer, bound to an account of its own unless told. */
  const trusting = async (config: object = {}, account?: { id: string }) => {
    const { id: accountId } = account ?? (await world.account())
    const input = { provider: 'oidc', name: `oidc ${++made}`, config: configOf(config) }
    const identity = await createExtIdentity(input, world.owner.context)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: accountId }, world.owner.context)
    return { accountId, identityId: identity.id }
  }
  const jwtOf = ({ claims, ...token }: IssuedToken = {}) =>
    world.issuer.issue({ claims: { sub: trustedSubject, aud: oidcAudience, repository_id: '123456', ...claims }, ...token })
  const bodyOf = (accountId: string, token: IssuedToken = {}) => ({
    account: { type: 'service', id: accountId },
    oidc: { jwt: Buffer.from(jwtOf(token)).toString('base64') },
  })

  let addresses = 0
  /** An address that nobody else has used, so that no limit is met by chance. */
  const elsewhere = () => ({ 'x-test-address': `198.51.${Math.floor(++addresses / 250)}.${addresses % 250}` })
  const send = (body: unknown, node: Node = world.node, headers = elsewhere()) => post(`${node.url}${oidcRoute}`, body, headers)
  /** The bearer of a token that the account was given. */
  const bearerOf = async (accountId: string, token: IssuedToken = {}): Promise<string> => {
    const { status, json, text } = await send(bodyOf(accountId, token))
    if (status !== 200) throw new Error(`the login of a trusted workload got ${status}: ${text}`)
    return json.authentication.bearerToken
  }
  return { ...world, configOf, trusting, jwtOf, bodyOf, elsewhere, send, bearerOf }
}

export type OidcWorld = Awaited<ReturnType<typeof createOidcWorld>>
