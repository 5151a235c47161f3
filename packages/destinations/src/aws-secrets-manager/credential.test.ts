import { describe, expect, test } from 'vitest'
import { accessKeysSchema, assumeRoleSchema, parseRoleArn, secretAccessKeySchema, sessionNameOf, webIdentitySchema } from './credential.ts'
import { awsRegions } from './regions.ts'

const role = 'arn:aws:iam::123456789012:role/team/sync'

describe('a role', () => {
  test('is read with its path', () => {
    expect(parseRoleArn(role)).toEqual({ partition: 'aws', account: '123456789012', name: 'team/sync' })
  })

  test.each([
    ['a user', 'arn:aws:iam::123456789012:user/sync'],
    ['a session', 'arn:aws:sts::123456789012:assumed-role/sync/session'],
    ['eleven digits', 'arn:aws:iam::12345678901:role/sync'],
    ['a line break', `${role}\r\nX: y`],
    ['a line break at the end', `${role}\n`],
    ['a path that climbs', 'arn:aws:iam::123456789012:role/../sync'],
    ['dots alone', 'arn:aws:iam::123456789012:role/..'],
    ['an empty part of a path', 'arn:aws:iam::123456789012:role/a//sync'],
    ['no name', 'arn:aws:iam::123456789012:role/'],
    ['2 KB', `arn:aws:iam::123456789012:role/${'a/'.repeat(1024)}sync`],
    ['a wildcard', 'arn:aws:iam::123456789012:role/*'],
  ])('SEC-05 %s is none', (_, text) => {
    expect(parseRoleArn(text)).toBeUndefined()
    if (!text.endsWith('\n')) expect(assumeRoleSchema.safeParse({ region: 'eu-central-1', roleArn: text }).success).toBe(false)
  })

  test('SEC-05 of another partition than the region is refused', () => {
    const refused = assumeRoleSchema.safeParse({ region: 'cn-north-1', roleArn: role })
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([['roleArn']])
    expect(webIdentitySchema.safeParse({ region: 'us-gov-west-1', roleArn: role }).success).toBe(false)
  })
})

test.each(['us-east-1.evil.test/', '../', '#', 'us-east-1:443', '', 'US-EAST-1', 'us-east-1\n', 'aws-global'])(
  'SEC-11 %j is no region',
  (region) => {
    expect(assumeRoleSchema.safeParse({ region, roleArn: role }).success).toBe(false)
    expect(accessKeysSchema.safeParse({ region, accessKeyId: `AKIA${'A'.repeat(16)}` }).success).toBe(false)
  },
)

test('every region has a name and a partition', () => {
  expect(awsRegions.length).toBeGreaterThan(40)
  for (const { code, name, partition } of awsRegions) {
    expect(assumeRoleSchema.safeParse({ region: code, roleArn: role.replace('arn:aws:', `arn:${partition}:`) }).success, code).toBe(true)
    expect(name).not.toBe('')
  }
})

test('an external id is what IAM takes', () => {
  const parse = (externalId: unknown) => assumeRoleSchema.safeParse({ region: 'eu-central-1', roleArn: role, externalId }).success
  expect([parse('ab'), parse(null), parse(undefined), parse('org:1/2')]).toEqual([true, true, true, true])
  expect([parse('a'), parse('a b'), parse('ä1'), parse('x'.repeat(1225))]).toEqual([false, false, false, false])
})

test('keys of sessions and shortened secrets are refused', () => {
  expect(accessKeysSchema.safeParse({ region: 'eu-central-1', accessKeyId: `ASIA${'A'.repeat(16)}` }).success).toBe(false)
  expect(secretAccessKeySchema.safeParse('x'.repeat(39)).success).toBe(false)
  expect(secretAccessKeySchema.safeParse('x'.repeat(40)).success).toBe(true)
})

test('SEC-08 a session is named with what AWS takes, whatever it is made of', () => {
  expect(sessionNameOf('Ärger & Söhne', 'sync 1')).toMatch(/^[\w+=,.@-]{2,64}$/)
  expect(sessionNameOf('x'.repeat(100))).toHaveLength(64)
  expect(sessionNameOf('acme', '0197')).toBe('bonafide-acme-0197')
})
