import { describe, expect, test } from 'vitest'
import { outcomeOf } from '../testing.ts'
import { issuerUrl, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, trusting, verify } = oidc
const resultOf = (token: string, known = trusting()) => verify(token, [known]).then(outcomeOf, (error: { code?: string }) => error.code)

/** What the issuer answers from now on in the place of its key set. */
const publish = (document: unknown) =>
  oidc.world.issuer.misbehave((request) =>
    Response.json(request.url.endsWith('/keys') ? document : { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` }),
  )

describe('keys that their issuer has taken back', () => {
  test('AZ-27 JWT-69 one that is gone from the set counts no longer than ten minutes', async () => {
    const known = trusting()
    const [stolen] = oidc.world.issuer.keys
    const forged = issue({ key: stolen, lifetimeSeconds: 3600 })
    expect(await resultOf(forged, known)).toBe('accepted')
    oidc.world.issuer.addKey('ES256')
    oidc.world.issuer.keys.shift()
    oidc.world.pass(600)
    expect(await resultOf(forged, known)).toBe('key_not_found')
    expect(await resultOf(issue(), known)).toBe('accepted')
  })

  test.each([[[]], [[{ kty: 'oct', k: 'c2VjcmV0', kid: 'x' }]]])(
    'AZ-27 JWT-69 nor do they when the set holds none that can be used: %j is no outage',
    async (keys) => {
      const known = trusting()
      const forged = issue({ lifetimeSeconds: 3600 })
      expect(await resultOf(forged, known)).toBe('accepted')
      publish({ keys })
      oidc.world.pass(600)
      expect(await resultOf(forged, known)).toBe('unavailable')
      oidc.world.issuer.behave()
      oidc.world.pass(1)
      expect(await resultOf(issue(), known)).toBe('accepted')
    },
  )
})
