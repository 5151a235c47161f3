import type { CredentialAccess } from '@bonafide/core'
import { type AwsAccount, type AwsCloud, type Caller, createAwsCloud, type Listening } from '@bonafide/stand-ins'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Aws, createAws } from './aws.ts'
import { createAwsSessions } from './sessions.ts'
import { accessOf, allow, failure, region, trusting } from './testing.ts'
import type { AwsWay } from './way.ts'

const minute = 60_000

let cloud: AwsCloud
let customer: AwsAccount
let server: Caller
let listening: Listening
let clock: number
let aws: Aws

beforeEach(async () => {
  clock = Date.now()
  cloud = createAwsCloud()
  customer = cloud.account('111122223333')
  server = cloud.account('999988887777').addUser({ name: 'bonafide', policies: [allow('sts:AssumeRole')] })
  listening = await cloud.listen()
  vi.stubEnv('AWS_ENDPOINT_URL', listening.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretAccessKey)
  aws = createAws({ now: () => clock })
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await listening.close()
})

const role = () => customer.addRole({ name: 'sync', trust: trusting(server.arn, 'of-acme') }).arn
const access = (roleArn: string, more: Partial<CredentialAccess> = {}) =>
  accessOf({ kind: 'aws_assume_role', config: { region, roleArn }, externalId: 'of-acme', ...more })
const assumed = () => cloud.requests.filter(({ action }) => action === 'AssumeRole').length

describe('SEC-09 a session', () => {
  test('is shared by those who come with the same, also at the same time', async () => {
    const arn = role()
    const [one, other] = await Promise.all([aws.signIn(access(arn)), aws.signIn(access(arn))])
    expect(other).toBe(one)
    expect(await aws.signIn(access(arn))).toBe(one)
    expect(assumed()).toBe(1)
  })

  test('of one organisation is nothing to another, which has to be let in itself', async () => {
    const arn = role()
    await aws.signIn(access(arn))
    const stranger = access(arn, { cacheKey: 'mallory/credential/1', externalId: 'of-mallory' })
    expect(await failure(aws.signIn(stranger))).toBe('role_not_assumable')
    expect(assumed()).toBe(2)
  })

  test('of one sync is not another one’s: each is named in CloudTrail', async () => {
    const arn = role()
    const one = await aws.signIn(access(arn))
    const other = await aws.signIn(access(arn, { sessionName: 'bonafide-acme-2' }))
    expect(other.principal).toMatch(/bonafide-acme-2$/)
    expect(other.keys).not.toEqual(one.keys)
  })

  test('is begun with until five minutes before it ends', async () => {
    const arn = role()
    const one = await aws.signIn(access(arn))
    clock += 54 * minute
    expect(await aws.signIn(access(arn))).toBe(one)
    clock += 2 * minute
    expect(await aws.signIn(access(arn))).not.toBe(one)
  })

  test('that was refused, or that AWS has ended, is not kept', async () => {
    const arn = role()
    cloud.misbehave('throttle', { action: 'AssumeRole', times: 1 })
    expect(await failure(aws.signIn(access(arn)))).toBe('throttled')
    const one = await aws.signIn(access(arn))
    one.discard()
    const other = await aws.signIn(access(arn))
    expect(other).not.toBe(one)
    one.discard()
    expect(await aws.signIn(access(arn))).toBe(other)
  })

  test('makes room for newer ones when there are too many', () => {
    const sessions = createAwsSessions(() => clock)
    const way: AwsWay = { ...aws.ways.aws_access_keys, signIn: () => new Promise(() => undefined) }
    const open = (number: number) =>
      sessions.open(way, accessOf({ kind: 'aws_access_keys', config: { region }, cacheKey: `acme/${number}/1` }))
    const [first, second] = [open(0), open(1)]
    for (let number = 2; number < 2000; number++) void open(number)
    expect(open(0)).toBe(first)
    void open(2000)
    expect(open(0)).toBe(first)
    expect(open(1)).not.toBe(second)
  })
})

test('SEC-14 a credential that was changed is signed in with as it is now, and what was open before is dropped', async () => {
  const arn = role()
  const before = await aws.signIn(access(arn))
  const now = await aws.signIn(access(arn, { cacheKey: 'acme/credential/2' }))
  expect(now).not.toBe(before)
  expect(await aws.signIn(access(arn, { cacheKey: 'acme/credential/2' }))).toBe(now)
  // Nobody comes with the old version again; if somebody did, it would be asked for anew.
  expect(await aws.signIn(access(arn))).not.toBe(before)
})
