import { describe, expect, test } from 'vitest'
import { admitOidc, trustsSubject } from './admit.ts'
import { type OidcConfig, oidcConfigSchema } from './schema.ts'

const subject = 'repo:acme/shop:ref:refs/heads/main'
const before: OidcConfig = oidcConfigSchema.parse({
  issuer: 'https://tokens.example.test',
  audiences: ['a', 'b'],
  subjects: [subject, 'repo:acme/shop:environment:prod'],
  claims: ['repository_id = 1', 'ref exists'],
  algorithms: ['RS256', 'ES256'],
  tokenTypes: ['JWT', 'at+jwt'],
})

describe('whoever was let in by an identity that has changed', () => {
  test.each<[string, Partial<OidcConfig>]>([
    ['another description of nothing', {}],
    ['more subjects', { subjects: [subject, 'other'] }],
    ['a pattern that holds the subject', { subjects: ['repo:acme/shop:ref:refs/heads/*'] }],
    [
      'more audiences, algorithms and types',
      { audiences: ['c', 'b', 'a'], algorithms: ['ES384', 'ES256', 'RS256'], tokenTypes: ['at+jwt', 'JWT', 'x'] },
    ],
    ['a rule less', { claims: ['ref exists'] }],
    ['single use from now on', { singleUse: 'jti' }],
  ])('stays after %s', (_, change) => expect(trustsSubject({ ...before, ...change }, subject, before)).toBe(true))

  test.each<[string, Partial<OidcConfig>]>([
    ['the subject was taken out', { subjects: ['other'] }],
    ['the issuer is another', { issuer: 'https://tokens.example.test/' }],
    ['an audience was taken out', { audiences: ['a'] }],
    ['a rule was added', { claims: [...before.claims, 'environment = prod'] }],
    ['a rule is another', { claims: ['repository_id = 2', 'ref exists'] }],
    ['an algorithm was taken out', { algorithms: ['ES256'] }],
    ['a type was taken out', { tokenTypes: ['JWT'] }],
    ['the keys come from elsewhere', { keySource: 'jwks_url', jwksUrl: 'https://keys.example.test' }],
    ['another authority vouches for the issuer', { certificateAuthority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }],
  ])('goes where %s', (_, change) => expect(trustsSubject({ ...before, ...change }, subject, before)).toBe(false))

  test('goes where what was stored cannot be read', () => expect(trustsSubject(before, subject, { issuer: 'x' })).toBe(false))
})

describe('trusting somebody who was refused', () => {
  test('adds the subject to the letter, and nothing beside it', () => {
    const [admission, ...others] = admitOidc(before, 'repo:acme/shop:ref:refs/heads/next')
    expect(others).toEqual([])
    expect(admission?.config).toEqual({ ...before, subjects: [...before.subjects, 'repo:acme/shop:ref:refs/heads/next'] })
    expect(admission?.explanation).toContain('Every rule about other claims goes on to hold.')
  })

  test.each(['repo:acme/shop:*', '', ' ', `${subject} `, 'a\u0000b'])('proposes nothing for %j', (name) =>
    expect(admitOidc(before, name)).toEqual([]),
  )

  test('proposes nothing without an identity: a subject does not tell whose it is', () => expect(admitOidc(null, subject)).toEqual([]))
})
