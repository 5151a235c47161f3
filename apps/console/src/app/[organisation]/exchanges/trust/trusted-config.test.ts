import { expect, test } from 'vitest'
import { configInput, newIdentityPath, trustedEntries } from './trusted-config.ts'

const oidc = {
  __typename: 'OidcConfig',
  issuer: 'https://token.actions.githubusercontent.com',
  audiences: ['https://bonafide.example'],
  subjects: ['repo:acme/shop:ref:refs/heads/main'],
  claims: ['ref in a, b'],
  keySource: 'DISCOVERY',
  jwksUrl: null,
  jwks: null,
  keysRemindOn: null,
  apiServer: null,
  certificateAuthority: null,
  algorithms: ['RS256'],
  tokenTypes: ['JWT'],
  tokenUse: 'JTI',
  maxProofAgeSeconds: null,
  maxProofLifetimeSeconds: 86_400,
} as const

test('an OIDC configuration is sent back under its own names, without what is null', () => {
  const config = { ...oidc, audiences: [...oidc.audiences], subjects: [...oidc.subjects], claims: [...oidc.claims] }
  const whole = { ...config, algorithms: [...oidc.algorithms], tokenTypes: [...oidc.tokenTypes] }
  expect(configInput(whole)).toEqual({
    oidc: {
      issuer: oidc.issuer,
      audiences: oidc.audiences,
      subjects: oidc.subjects,
      claims: oidc.claims,
      keySource: 'DISCOVERY',
      algorithms: ['RS256'],
      tokenTypes: ['JWT'],
      singleUse: 'JTI',
      maxProofLifetimeSeconds: 86_400,
    },
  })
  expect(trustedEntries(whole)).toEqual(oidc.subjects)
  expect(newIdentityPath(whole)).toContain('/access/external-identities/new/oidc?issuer=https')
})
