import { expect, test } from 'vitest'
import { googleCloud } from './google-cloud.ts'
import { audience, compiled, issuedAt, outcomeFor, times } from './testing.ts'

const answers = { uniqueId: '112233445566778899001', email: 'shop@acme.iam.gserviceaccount.com' }

/** As the metadata server gives it with format=full. */
const token = {
  ...times,
  exp: issuedAt + 3600,
  iss: 'https://accounts.google.com',
  aud: audience,
  azp: '112233445566778899001',
  sub: '112233445566778899001',
  email: 'shop@acme.iam.gserviceaccount.com',
  email_verified: true,
  google: {
    compute_engine: { project_id: 'acme', project_number: 12345, zone: 'europe-west3-a', instance_id: '1', instance_name: 'shop' },
  },
}

const outcome = (changes: object, algorithm?: string) => outcomeFor(compiled(googleCloud, answers), { ...token, ...changes }, algorithm)

test('JWT-60 accepts the service account, by its number alone and with its address', () => {
  expect(outcome({})).toBe('accepted')
  const { email: _, email_verified: __, ...bare } = token
  expect(outcomeFor(compiled(googleCloud, { ...answers, email: '' }), bare)).toBe('accepted')
})

test.each([
  ['JWT-60 a person', { sub: '998877665544332211009', azp: 'app', email: 'ada@example.com' }, 'subject_not_trusted'],
  ['JWT-60 an address that nobody has verified', { email_verified: false }, 'claim_mismatch'],
  ['JWT-60 the address made anew under another number', { sub: '112233445566778899002' }, 'subject_not_trusted'],
  ['JWT-60 another address', { email: 'shop@acme-evil.iam.gserviceaccount.com' }, 'claim_mismatch'],
  ['JWT-60 the issuer without its scheme', { iss: 'accounts.google.com' }, 'issuer_not_allowed'],
  ['JWT-61 a token that the account has signed itself', { iss: answers.email, sub: answers.email }, 'issuer_not_allowed'],
  ['another audience', { aud: 'https://shop.run.app' }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

test('its keys are those that Google publishes, for RS256 alone', () => {
  expect(compiled(googleCloud, answers)).toMatchObject({
    keySource: 'jwks_url',
    jwksUrl: 'https://www.googleapis.com/oauth2/v3/certs',
    singleUse: 'off',
  })
  expect(outcome({}, 'ES256')).toBe('algorithm')
})
