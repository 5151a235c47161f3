import type { Runtime } from '@bonafide/core'
import { createOidcIssuer, deriveIssuerKey } from '@bonafide/stand-ins'
import type { Derive } from './derive.ts'
import { accepted, refused, rowOf, type SimulatedPlatform } from './platform.ts'
import { type TokenPersona, tokenLogin } from './token-persona.ts'

const issuer = 'https://oidc.example.org'
const otherIssuer = 'https://oidc.partner.example'
const audience = 'https://bonafide.example'
const path = '/ns/shop/sa/checkout'
// SPIRE's default.
const lifetimeSeconds = 300

const personas: readonly TokenPersona[] = [
  {
    id: 'spiffe-workload',
    provider: 'oidc',
    title: 'The workload checkout of example.org',
    story: 'Its agent gave it a JWT-SVID: trust domain and path are the ones that the identity trusts.',
    expects: accepted,
  },
  {
    id: 'spiffe-other-path',
    provider: 'oidc',
    title: 'Another workload of the trust domain',
    story: 'It lives under the trusted path, which is a name and not the beginning of one.',
    expects: refused('subject_not_trusted'),
    claims: { sub: `spiffe://example.org${path}/debug` },
  },
  {
    id: 'spiffe-lookalike',
    provider: 'oidc',
    title: 'A trust domain that begins alike',
    story: 'example.org.evil begins with example.org; a trust domain is compared as a whole, whoever signs for it.',
    expects: refused('subject_not_trusted'),
    claims: { sub: `spiffe://example.org.evil${path}` },
  },
  {
    id: 'spiffe-other-trust-domain',
    provider: 'oidc',
    title: 'A workload of a federated trust domain',
    story: 'partner.example has a workload at the same path and an issuer of its own, which takes an identity of its own.',
    expects: refused('issuer_not_allowed'),
    claims: { iss: otherIssuer, sub: `spiffe://partner.example${path}` },
  },
  {
    id: 'spiffe-two-audiences',
    provider: 'oidc',
    title: 'A token for two services',
    story: 'Each of them could use it at the other one: a JWT-SVID is accepted when it is for this server alone.',
    expects: refused('audience_mismatch'),
    claims: { aud: [audience, 'https://ledger.example.org'] },
  },
]

/** SPIFFE: the server of one trust domain, with the keys of its bundle behind OIDC discovery. */
export const simulatedSpiffe = (derive: Derive, { now }: Pick<Runtime, 'now'>): SimulatedPlatform => ({
  name: 'SPIFFE',
  personas,
  standsInFor: (host) => host === new URL(issuer).host,
  open(organisationId) {
    const key = deriveIssuerKey(derive(`spiffe ${organisationId} signing key`, 32))
    // SPIFFE Trust Domain and Bundle 4.2.2: its keys have a use of their own.
    const published = { ...key.published, use: 'jwt-svid' }
    const spire = createOidcIssuer({ issuer, key: { ...key, published }, now: () => new Date(now()), keepsRequests: false })
    return {
      identities: [
        {
          provider: 'oidc',
          name: 'demo-spiffe',
          description: 'Belongs to the Lab: trusts one simulated workload of one trust domain.',
          config: { issuer, audiences: [audience], subjects: [`spiffe://example.org${path}`], tokenTypes: ['JWT', 'JOSE'] },
        },
      ],
      fetch: spire.fetch,
      async login(personaId, target) {
        return tokenLogin(rowOf(personas, personaId), target, { issuer: spire, claims: workload, lifetimeSeconds, now: now() })
      },
    }
  },
})

/** What a JWT-SVID says. Source: SPIFFE JWT-SVID 3, which asks for no id and no nbf. */
const workload = { sub: `spiffe://example.org${path}`, aud: [audience], jti: undefined, nbf: undefined }
