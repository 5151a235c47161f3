import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { DestinationFailure } from '@bonafide/core'
import { type AwsAccount, type AwsCloud, createAwsCloud, type KmsKey, type Listening, type Policy } from '@bonafide/stand-ins'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectSecretsManager } from '../connection.ts'
import { keyActions, listAction, neededActions, type PolicyDocument, policyFor, secretActions } from './policy.ts'

const region = 'eu-central-1'
const secretId = 'shop/production'

let cloud: AwsCloud
let account: AwsAccount
let listening: Listening
let keys: KmsKey[]

beforeEach(async () => {
  cloud = createAwsCloud()
  account = cloud.account('111122223333')
  listening = await cloud.listen()
  keys = [account.addKey(region), account.addKey(region)]
})
afterEach(() => listening.close())

const first = () => keys[0]?.arn ?? ''
const target = () => ({ region, account: account.id, secretName: secretId, kmsKeyArn: first() })

/** Everything that a sync ever does with its secret, signed in as somebody with this policy. Answers the failure that ended it. */
async function live(
  policy: PolicyDocument,
  { name = secretId, kmsKeyId = first() as string | null } = {},
): Promise<DestinationFailure | null> {
  const credentials = account.addUser({ name: 'writer', policies: [policy as Policy] })
  const connection = connectSecretsManager(new SecretsManagerClient({ endpoint: listening.url, credentials, region, maxAttempts: 1 }))
  const secret = (letter: string, more: object = {}) => ({
    secretId: name,
    value: `{"KEY":"${letter}"}`,
    clientRequestToken: letter.repeat(32),
    kmsKeyId,
    tags: { 'bonafide:sync': 'sync-1' },
    ...more,
  })
  try {
    await connection.list('')
    await connection.write(secret('a', { kmsKeyId: null }), await connection.find(name))
    await connection.write(secret('b', { kmsKeyId: null }), await connection.find(name))
    await connection.write(secret('c'), await connection.find(name))
    await connection.write(secret('d', { tags: { 'bonafide:sync': 'sync-2' } }), await connection.find(name))
    await connection.find(name)
    await connection.scheduleDeletion(name, 7)
    return null
  } catch (thrown) {
    return thrown as DestinationFailure
  } finally {
    connection.close()
    account.secrets.clear()
  }
}

const without = (policy: PolicyDocument, action: string): PolicyDocument => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({ ...statement, Action: statement.Action.filter((one) => one !== action) })),
})

describe('N-15 the policy of a sync', () => {
  test('suffices for everything that it does, with and without a key, however much of the place is known', async () => {
    expect(await live(policyFor(target()))).toBeNull()
    expect(await live(policyFor({ ...target(), kmsKeyArn: null }), { kmsKeyId: null })).toBeNull()
    expect(await live(policyFor({ ...target(), account: null, secretName: null }))).toBeNull()
  })

  test.each([...secretActions, listAction])('has nothing to spare: without %s AWS names exactly that', async (action) => {
    const failure = await live(without(policyFor(target()), action))
    expect([failure?.code, failure?.missingAction]).toEqual(['access_denied', action])
  })

  test.each(keyActions)(
    'has nothing to spare of the key: without %s the failure is that of the key, and says what it needs',
    async (action) => {
      const failure = await live(without(policyFor(target()), action))
      expect(failure?.code).toBe('key_denied')
      expect(failure?.message).toContain(action)
    },
  )

  test('reaches no other secret, no secret whose name only begins so, no other region and no other key', async () => {
    for (const name of ['shop/staging', `${secretId}-more`, `${secretId}2`])
      expect(await live(policyFor(target()), { name })).toMatchObject({
        code: 'access_denied',
        missingAction: 'secretsmanager:DescribeSecret',
      })
    expect(await live(policyFor({ ...target(), region: 'eu-west-1' }))).toMatchObject({ code: 'access_denied' })
    expect(await live(policyFor({ ...target(), account: '444455556666' }))).toMatchObject({ code: 'access_denied' })
    expect(await live(policyFor(target()), { kmsKeyId: keys[1]?.arn ?? '' })).toMatchObject({ code: 'key_denied' })
    expect(await live(policyFor({ ...target(), kmsKeyArn: null }))).toMatchObject({ code: 'key_denied' })
  })

  test('R-221 names the actions that it needs, those of the key only with one', () => {
    const { Statement } = policyFor(target())
    expect(Statement.flatMap(({ Action }) => Action).toSorted()).toEqual(neededActions(target()).toSorted())
    expect(neededActions({ kmsKeyArn: null })).toEqual([
      'secretsmanager:GetSecretValue',
      'secretsmanager:DescribeSecret',
      'secretsmanager:PutSecretValue',
      'secretsmanager:CreateSecret',
      'secretsmanager:DeleteSecret',
      'secretsmanager:TagResource',
      'secretsmanager:UpdateSecret',
      'secretsmanager:ListSecrets',
    ])
    expect(JSON.stringify(policyFor({ ...target(), kmsKeyArn: null }))).not.toContain('kms')
  })

  test('R-225 lets the key be used by Secrets Manager alone, in the words of each partition', () => {
    const viaOf = (code: string) => policyFor({ ...target(), region: code }).Statement[2]?.Condition?.StringEquals?.['kms:ViaService']
    expect(viaOf(region)).toBe('secretsmanager.eu-central-1.amazonaws.com')
    expect(viaOf('us-gov-west-1')).toBe('secretsmanager.us-gov-west-1.amazonaws.com')
    expect(viaOf('cn-north-1')).toEqual(['secretsmanager.cn-north-1.amazonaws.com.cn', 'secretsmanager.cn-north-1.amazonaws.com'])
  })
})
