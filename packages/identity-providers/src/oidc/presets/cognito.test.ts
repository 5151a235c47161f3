import { describe, expect, test } from 'vitest'
import { cognito } from './cognito.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const id = (last: number) => `0192c5a1-7a3b-4000-8000-00000000000${last}`

describe('an identity of an identity pool', () => {
  const answers = { kind: 'identity_pool', poolId: `eu-central-1:${id(1)}`, identityId: `eu-central-1:${id(2)}` }
  /** As GetOpenIdToken answers it: RS512, and JWS as its type. */
  const token = {
    iat: times.iat,
    exp: times.exp,
    iss: 'https://cognito-identity.amazonaws.com',
    aud: answers.poolId,
    sub: answers.identityId,
    amr: ['authenticated', 'login.acme.example', `login.acme.example:${answers.poolId}:shop`],
  }
  const outcome = (changes: object, algorithm = 'RS512', type = 'JWS') =>
    outcomeFor(compiled(cognito, answers), { ...token, ...changes }, algorithm, type)

  test('is accepted by its token, once', () => {
    expect(outcome({})).toBe('accepted')
    expect(compiled(cognito, answers)).toMatchObject({ algorithms: ['RS512'], singleUse: 'proof' })
  })

  test.each([
    ['JWT-53 another pool', { aud: `eu-central-1:${id(9)}` }, 'audience_mismatch'],
    ['another identity of the pool', { sub: `eu-central-1:${id(9)}` }, 'subject_not_trusted'],
    ['the same id in another region', { sub: `us-east-1:${id(2)}` }, 'subject_not_trusted'],
    ['a guest', { amr: ['unauthenticated'] }, 'claim_mismatch'],
    ['one that nobody vouched for', { amr: undefined }, 'claim_mismatch'],
    ['a user pool', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123' }, 'issuer_not_allowed'],
    ['a token for this server by somebody else', { aud: audience }, 'audience_mismatch'],
  ])('%s is refused', (_, changes, reason) => {
    expect(outcome(changes)).toBe(reason)
  })

  test.each(['RS256', 'HS512', 'HS256', 'none'])('JWT-01 a token signed with %s is refused', (algorithm) => {
    expect(outcome({}, algorithm)).toBe('algorithm')
  })

  test('another kind of token is refused', () => {
    expect(outcome({}, 'RS512', 'at+jwt')).toBe('token_type_not_allowed')
  })
})

describe('a user of a user pool', () => {
  const answers = { kind: 'user_pool', userPoolId: 'eu-central-1_AbCdEf123', clientId: '1h57kf5cpq17m0eml12example', user: id(3) }
  /** An ID token as Cognito documents it. */
  const token = {
    iat: times.iat,
    exp: times.exp,
    iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123',
    aud: answers.clientId,
    sub: answers.user,
    token_use: 'id',
    auth_time: times.iat,
    'cognito:username': 'ada',
    email: 'ada@example.org',
    email_verified: true,
  }
  const outcome = (changes: object, algorithm?: string) => outcomeFor(compiled(cognito, answers), { ...token, ...changes }, algorithm)

  test('is accepted by the ID token', () => {
    expect(outcome({})).toBe('accepted')
  })

  test.each([
    ['an access token', { aud: undefined, token_use: 'access', client_id: answers.clientId }, 'audience_mismatch'],
    ['an access token with an audience', { token_use: 'access' }, 'claim_mismatch'],
    ['another app client', { aud: 'other' }, 'audience_mismatch'],
    ['another user of the same name', { sub: id(4) }, 'subject_not_trusted'],
    ['another pool', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Other1234' }, 'issuer_not_allowed'],
    ['a pool of that name at another host', { iss: 'https://cognito-idp.eu-central-1.amazonaws.com.evil.example/x' }, 'issuer_not_allowed'],
  ])('%s is refused', (_, changes, reason) => {
    expect(outcome(changes)).toBe(reason)
  })

  test('its signature is of the kind that user pools make', () => {
    expect(outcome({}, 'RS512')).toBe('algorithm')
  })
})
