import type { ParsedIdentity } from '@bonafide/core'
import { createOidcIssuer, type IssuedToken, type OidcIssuer } from '@bonafide/stand-ins'
import { beforeEach } from 'vitest'
import { createWorld, identity, outcomeOf, type World } from '../testing.ts'
import { createOidcProvider, type OidcProvider } from './provider.ts'
import { type OidcConfig, oidcConfigSchema } from './schema.ts'

export const issuerUrl = 'https://tokens.example.test'
export const audience = 'https://secrets.example.test'
/** The subject that identities trust unless told otherwise. */
export const subject = 'repo:acme/shop:ref:refs/heads/main'

type Config = Record<string, unknown>
type Claims = Record<string, unknown>

const trusting = (config: Config = {}): ParsedIdentity<OidcConfig> =>
  identity(oidcConfigSchema, { issuer: issuerUrl, audiences: [audience], subjects: [subject], ...config })

/** Whether a configuration may be saved. */
export const canSave = (config: Config): boolean =>
  oidcConfigSchema.safeParse({ issuer: issuerUrl, audiences: [audience], subjects: [subject], ...config }).success

/** Before each test: a world with one issuer, and a provider that knows no keys yet. */
export function useOidc() {
  let world: World
  let provider: OidcProvider
  beforeEach(() => {
    world = createWorld()
    provider = createOidcProvider()
  })
  const issue = ({ claims, ...token }: IssuedToken = {}, issuer = world.issuer) =>
    issuer.issue({ ...token, claims: { sub: subject, aud: audience, ...claims } })
  const verify = (token: string, identities: ParsedIdentity<OidcConfig>[] = [trusting()]) =>
    provider.verify({ token }, identities, world.runtime)
  /** Why one identity refuses a token, or `accepted`; a token that is refused before the trust step vouches for nobody. */
  const outcome = async (token: string, config: Config = {}) => {
    const verification = await verify(token, [trusting(config)])
    const result = outcomeOf(verification)
    const vouched = ['accepted', 'audience_mismatch', 'subject_not_trusted', 'claim_mismatch'].includes(result ?? '')
    if ((verification.principal !== null) !== vouched) throw new Error(`${result}, but the principal is ${verification.principal?.name}`)
    return result
  }
  return {
    get world() {
      return world
    },
    get provider() {
      return provider
    },
    trusting,
    issue,
    verify,
    outcome,
    /** The same for a token that is issued first. */
    outcomeWith: async (token: IssuedToken, config: Config = {}) => outcome(issue(token), config),
    /** The same for a token with some other claims. */
    outcomeOfClaims: async (claims: Claims, config: Config = {}) => outcome(issue({ claims }), config),
    /** Another issuer on the same network. */
    addIssuer(issuer: string): OidcIssuer {
      const { now, fetch } = world.runtime
      const added = createOidcIssuer({ issuer, now: () => new Date(now()) })
      const { host } = new URL(issuer)
      world.runtime.fetch = async (url, init) => {
        if (new URL(url).host !== host) return fetch(url, init)
        world.calls.push(host)
        const response = await added.fetch(url, { redirect: 'manual' })
        return { status: response.status, headers: {}, body: new Uint8Array(await response.arrayBuffer()) }
      }
      return added
    },
  }
}
