import { expect, test } from 'vitest'
import { lintOidc } from '../lint.ts'
import { awsOutbound } from './aws-outbound.ts'
import { audience, compiled, outcomeFor, times } from './testing.ts'

const issuer = 'https://0192c5a1-7a3b-4000-8000-000000000001.tokens.sts.global.api.aws'
const role = 'arn:aws:iam::111122223333:role/team/shop'
const answers = { issuer, role }

/** As AWS documents it. */
const token = {
  ...times,
  jti: '0192c5a1-7a3b-4000-8000-0000000000aa',
  iss: issuer,
  aud: audience,
  sub: role,
  'https://sts.amazonaws.com/': { aws_account: '111122223333', source_region: 'eu-central-1', org_id: 'o-abc1234567' },
}

const outcome = (changes: object, algorithm?: string) => outcomeFor(compiled(awsOutbound, answers), { ...token, ...changes }, algorithm)

test.each(['RS256', 'ES384'])('accepts the role with %s', (algorithm) => {
  expect(outcome({}, algorithm)).toBe('accepted')
})

test.each([
  [
    'JWT-53 the role by another account’s issuer',
    { iss: 'https://0192c5a1-7a3b-4000-8000-000000000002.tokens.sts.global.api.aws' },
    'issuer_not_allowed',
  ],
  ['JWT-53 a role of the same name in another account', { sub: 'arn:aws:iam::444455556666:role/team/shop' }, 'subject_not_trusted'],
  ['a role that begins alike', { sub: `${role}-admin` }, 'subject_not_trusted'],
  ['a role of the same name with another path', { sub: 'arn:aws:iam::111122223333:role/shop' }, 'subject_not_trusted'],
  ['a session', { sub: 'arn:aws:sts::111122223333:assumed-role/shop/ada' }, 'subject_not_trusted'],
  ['another audience', { aud: 'https://api.example.com' }, 'audience_mismatch'],
])('%s is refused', (_, changes, reason) => {
  expect(outcome(changes)).toBe(reason)
})

test.each([
  'https://*.tokens.sts.global.api.aws',
  'https://tokens.sts.global.api.aws',
  'https://a.tokens.sts.global.api.aws.evil.example',
  'https://sts.amazonaws.com',
  `http://a.tokens.sts.global.api.aws`,
  `${issuer}/`,
])('JWT-53 %s is no issuer of one account', (wrong) => {
  expect(awsOutbound.compile({ ...answers, issuer: wrong }, { audience }).problems).toMatchObject([{ field: 'issuer' }])
})

test.each([
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:iam::*:role/shop',
  'arn:aws:iam::111122223333:user/ada',
  'arn:aws:iam::111122223333:role/../shop',
  'arn:aws:iam::111122223333:root',
])('%s is no role', (wrong) => {
  expect(awsOutbound.compile({ ...answers, role: wrong }, { audience }).problems).toMatchObject([{ field: 'role' }])
})

test('the form and the linter tell when an identity for AWS IAM fits better, of no other issuer', () => {
  const lifetimes = { defaultTtlSeconds: 900, maxTtlSeconds: 3600 }
  const config = compiled(awsOutbound, answers)
  const codes = (changed: object) => lintOidc({ ...config, ...changed }, lifetimes).map(({ code }) => code)
  expect(codes({})).toContain('aws_iam_fits')
  expect(codes({ issuer: 'https://tokens.sts.global.api.aws.evil.example' })).not.toContain('aws_iam_fits')
  expect(awsOutbound.teaches.join(' ')).toContain('AWS IAM fits better')
})
