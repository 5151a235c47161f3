import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { type AwsAccount, type AwsCloud, type Caller, createAwsCloud, type Listening, type Policy } from '@bonafide/stand-ins'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectSecretsManager, type SecretsManagerConnection } from './connection.ts'
import { ownerTag } from './owner-tag.ts'

const region = 'eu-central-1'

let cloud: AwsCloud
let account: AwsAccount
let listening: Listening
let clock: Date
const opened: SecretsManagerConnection[] = []

beforeEach(async () => {
  clock = new Date()
  cloud = createAwsCloud({ now: () => clock })
  account = cloud.account('111122223333')
  listening = await cloud.listen()
})

afterEach(async () => {
  for (const connection of opened.splice(0)) connection.close()
  await listening.close()
})

const allow = (actions: string[]): Policy => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] })

function connectAs(credentials: Pick<Caller, 'accessKeyId' | 'secretAccessKey'>): SecretsManagerConnection {
  const client = new SecretsManagerClient({ endpoint: listening.url, credentials, region, maxAttempts: 1 })
  const connection = connectSecretsManager(client)
  opened.push(connection)
  return connection
}

const connect = (actions = ['secretsmanager:*', 'kms:*']) => connectAs(account.addUser({ name: 'writer', policies: [allow(actions)] }))

const secret = (more: object = {}) => ({
  secretId: 'shop/production',
  value: '{"A":"1"}',
  clientRequestToken: 'a'.repeat(32),
  kmsKeyId: null,
  tags: { [ownerTag]: 'sync-1' },
  ...more,
})

const stored = () => account.secrets.get(region)?.get('shop/production')
const failure = (refused: Promise<unknown>) =>
  refused.then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  )

describe('a secret', () => {
  test('is made when it is absent, with its owner, and written in place from then on', async () => {
    const connection = connect()
    const nothing = await connection.find('shop/production')
    expect(nothing).toMatchObject({ state: 'absent', versionId: null, ownerId: null })
    await connection.write(secret(), nothing)
    const found = await connection.find('shop/production')
    expect(found).toMatchObject({ state: 'present', versionId: 'a'.repeat(32), ownerId: 'sync-1', entries: new Map([['A', '1']]) })
    await connection.write(secret({ value: '{"A":"2"}', clientRequestToken: 'b'.repeat(32) }), found)
    expect((await connection.find('shop/production')).entries).toEqual(new Map([['A', '2']]))
    expect(stored()?.versions.size).toBe(2)
  })

  test('without any value is no absent one: its first value is put, not created', async () => {
    const connection = connect()
    const other = connect()
    await other.write(secret({ value: '{}' }), await other.find('shop/production'))
    stored()?.versions.clear()
    const found = await connection.find('shop/production')
    expect(found.state).toBe('without_value')
    await connection.write(secret({ clientRequestToken: 'b'.repeat(32) }), found)
    expect((await connection.find('shop/production')).entries).toEqual(new Map([['A', '1']]))
  })

  test('whose value is no object is found as it is, with no entries to compare', async () => {
    const connection = connect()
    await connection.write(secret({ value: 'hunter2' }), await connection.find('shop/production'))
    expect(await connection.find('shop/production')).toMatchObject({ state: 'present', entries: null, document: null })
  })

  test('SEC-30 keeps its key, and changes it only when told', async () => {
    const connection = connect()
    const [one, two] = [account.addKey(region), account.addKey(region)]
    await connection.write(secret({ kmsKeyId: one.arn }), await connection.find('shop/production'))
    const write = async (kmsKeyId: string | null, letter: string) =>
      connection.write(secret({ kmsKeyId, clientRequestToken: letter.repeat(32), value: letter }), await connection.find('shop/production'))
    await write(null, 'b')
    expect(stored()?.kmsKeyId).toBe(one.arn)
    await write(two.arn, 'c')
    expect(stored()?.kmsKeyId).toBe(two.arn)
    expect(cloud.requests.filter(({ action }) => action === 'UpdateSecret')).toHaveLength(1)
  })

  test('SEC-34 written again after a lost answer is one version', async () => {
    const connection = connect()
    const nothing = await connection.find('shop/production')
    cloud.misbehave('lost_answer', { action: 'CreateSecret', times: 1 })
    expect(await failure(connection.write(secret(), nothing))).toBe('upstream_timeout')
    await connection.write(secret(), nothing)
    expect(stored()?.versions.size).toBe(1)
  })
})

describe('refusals', () => {
  test('SEC-25 a value that is one byte too long is refused with the excess, before anything is sent', async () => {
    const connection = connect()
    const nothing = await connection.find('shop/production')
    const before = cloud.requests.length
    const tooLong = secret({ value: `${'ä'.repeat(32_768)}x` })
    await expect(connection.write(tooLong, nothing)).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('1 more'),
    })
    expect(cloud.requests).toHaveLength(before)
    await connection.write(secret({ value: 'ä'.repeat(32_768) }), nothing)
  })

  test('SEC-26 what waits for deletion is neither restored nor written', async () => {
    const connection = connect()
    await connection.write(secret(), await connection.find('shop/production'))
    const found = await connection.find('shop/production')
    await connection.scheduleDeletion('shop/production', 7)
    expect(await failure(connection.find('shop/production'))).toBe('scheduled_for_deletion')
    expect(await failure(connection.write(secret({ clientRequestToken: 'b'.repeat(32) }), found))).toBe('scheduled_for_deletion')
    expect(cloud.requests.some(({ action }) => action === 'RestoreSecret')).toBe(false)
    expect(stored()?.versions.size).toBe(1)
  })

  test('SEC-27 what somebody else made meanwhile is not overwritten', async () => {
    const connection = connect()
    const nothing = await connection.find('shop/production')
    await connect().write(secret({ value: 'theirs', clientRequestToken: 'b'.repeat(32) }), nothing)
    expect(await failure(connection.write(secret(), nothing))).toBe('already_exists')
    expect(stored()?.versions.get('b'.repeat(32))?.value).toBe('theirs')
  })

  test('SEC-35 a token that was spent on another value is refused', async () => {
    const connection = connect()
    await connection.write(secret(), await connection.find('shop/production'))
    const found = await connection.find('shop/production')
    expect(await failure(connection.write(secret({ value: '{"A":"other"}' }), found))).toBe('token_spent')
  })

  test('a missing permission is named', async () => {
    const connection = connect(['secretsmanager:DescribeSecret'])
    const nothing = await connection.find('shop/production')
    await expect(connection.write(secret(), nothing)).rejects.toMatchObject({
      code: 'access_denied',
      missingAction: 'secretsmanager:CreateSecret',
    })
  })

  test('SEC-29 a key that may not be used and one that cannot be used are two things', async () => {
    const key = account.addKey(region, 'Disabled')
    const connection = connect(['secretsmanager:*'])
    const nothing = await connection.find('shop/production')
    expect(await failure(connection.write(secret({ kmsKeyId: key.arn }), nothing))).toBe('key_denied')
    expect(await failure(connect().write(secret({ kmsKeyId: key.arn }), nothing))).toBe('key_unusable')
    expect(stored()).toBeUndefined()
  })

  test('unknown keys, a wrong secret, a region that is off and a wrong clock each have their code (SEC-45)', async () => {
    const caller = account.addUser({ name: 'writer', policies: [allow(['secretsmanager:*'])] })
    const find = (credentials: Pick<Caller, 'accessKeyId' | 'secretAccessKey'>) => failure(connectAs(credentials).find('shop/production'))
    expect(await find({ ...caller, secretAccessKey: 'x'.repeat(40) })).toBe('credential_refused')
    clock = new Date(clock.getTime() + 16 * 60_000)
    expect(await find(caller)).toBe('clock_skewed')
    clock = new Date()
    account.disabledRegions.add(region)
    expect(await find(caller)).toBe('credential_unknown')
    cloud.removeKey(caller.accessKeyId)
    expect(await find(caller)).toBe('credential_unknown')
  })

  test('SEC-31 throttling, failures and silence may be tried again', async () => {
    const connection = connect()
    const tried = async () => connection.find('shop/production').catch(({ code, retries }) => [code, retries])
    cloud.misbehave('throttle', { times: 1 })
    expect(await tried()).toEqual(['throttled', true])
    cloud.misbehave({ kind: 'error', code: 'InternalServiceError', status: 500 }, { times: 1 })
    expect(await tried()).toEqual(['upstream_error', true])
    cloud.misbehave('refused', { times: 1 })
    expect(await tried()).toEqual(['upstream_timeout', true])
  })

  test('SEC-44 what AWS says stays with the cause: it may repeat what was sent', async () => {
    const connection = connect()
    const nothing = await connection.find('shop/production')
    cloud.misbehave({ kind: 'error', code: 'ValidationException', message: 'Value {"A":"hunter2"} at secretString' }, { times: 1 })
    const refused = (await connection.write(secret(), nothing).catch((error: Error) => error)) as Error
    expect(refused).toMatchObject({ code: 'value_refused' })
    expect(refused.message).not.toContain('hunter2')
  })
})

test('thousands are listed page by page, by the beginning of their name', async () => {
  const connection = connect()
  const nothing = await connection.find('shop/production')
  for (let index = 0; index < 130; index++) {
    clock = new Date(clock.getTime() + 25)
    const secretId = `${index < 120 ? 'shop' : 'other'}/${index}`
    await connection.write(secret({ secretId, clientRequestToken: String(index).padStart(32, '0') }), nothing)
  }
  const first = await connection.list('shop/')
  const second = await connection.list('shop/', first.cursor ?? '')
  expect([first.secrets.length, second.secrets.length, second.cursor]).toEqual([100, 20, null])
  expect(first.secrets[0]).toMatchObject({ name: 'shop/0', ownerId: 'sync-1' })
})
