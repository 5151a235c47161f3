import { describe, expect, test } from 'vitest'
import { awsRegions } from './regions.ts'
import { accessKeysSchema, externalIdSchema, parseRoleArn, roleSchema, secretAccessKeySchema } from './schemas.ts'

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
    if (!text.endsWith('\n')) expect(roleSchema.safeParse({ region: 'eu-central-1', roleArn: text }).success).toBe(false)
  })

  test('SEC-05 of another partition than the region is refused', () => {
    const refused = roleSchema.safeParse({ region: 'cn-north-1', roleArn: role })
    expect(refused.error?.issues.map(({ path }) => path)).toEqual([['roleArn']])
    expect(roleSchema.safeParse({ region: 'us-gov-west-1', roleArn: role }).success).toBe(false)
  })
})

test.each(['us-east-1.evil.test/', '../', '#', 'us-east-1:443', '', 'US-EAST-1', 'us-east-1\n', 'aws-global'])(
  'SEC-11 %j is no region',
  (region) => {
    expect(roleSchema.safeParse({ region, roleArn: role }).success).toBe(false)
    expect(accessKeysSchema.safeParse({ region, accessKeyId: `AKIA${'A'.repeat(16)}` }).success).toBe(false)
  },
)

test('every region has a name and a partition', () => {
  expect(awsRegions.length).toBeGreaterThan(40)
  for (const { code, name, partition } of awsRegions) {
    expect(roleSchema.safeParse({ region: code, roleArn: role.replace('arn:aws:', `arn:${partition}:`) }).success, code).toBe(true)
    expect(name).not.toBe('')
  }
})

test('an external id is what IAM takes, and no part of the configuration', () => {
  const parse = (externalId: unknown) => externalIdSchema.safeParse(externalId).success
  expect([parse('ab'), parse('org:1/2')]).toEqual([true, true])
  expect([parse('a'), parse('a b'), parse('ä1'), parse('ab\n'), parse('x'.repeat(1225))]).toEqual([false, false, false, false, false])
  expect(roleSchema.safeParse({ region: 'eu-central-1', roleArn: role, externalId: 'ab' }).success).toBe(false)
})

test('keys of sessions and shortened secrets are refused', () => {
  expect(accessKeysSchema.safeParse({ region: 'eu-central-1', accessKeyId: `ASIA${'A'.repeat(16)}` }).success).toBe(false)
  expect(secretAccessKeySchema.safeParse('x'.repeat(39)).success).toBe(false)
  expect(secretAccessKeySchema.safeParse('x'.repeat(40)).success).toBe(true)
})
