import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
  TagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager'
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOidcIssuer } from '../oidc-issuer.ts'
import type { AwsCredentials } from '../principals.ts'
import type { Listening } from '../serve.ts'
import type { AwsAccount, Caller } from './account.ts'
import { type AwsCloud, createAwsCloud } from './aws-cloud.ts'
import type { Policy } from './policy.ts'

const region = 'eu-central-1'
const mine = '111122223333'
const theirs = '444455556666'

let cloud: AwsCloud
let listening: Listening
let account: AwsAccount
let clock: Date

beforeEach(async () => {
  clock = new Date()
  cloud = createAwsCloud({ now: () => clock, fetch: (input, init) => issuer.fetch(input, init) })
  account = cloud.account(mine)
  listening = await cloud.listen()
})

afterEach(() => listening.close())

const issuer = createOidcIssuer({ issuer: 'https://issuer.example.test' })

const allow = (actions: string | string[], resource = '*'): Policy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
})

const allSecrets = allow('secretsmanager:*')

const secretsManager = (credentials: AwsCredentials, options: { maxAttempts?: number; region?: string } = {}) =>
  new SecretsManagerClient({ endpoint: listening.url, credentials, region, maxAttempts: 1, ...options })
const sts = (credentials: AwsCredentials) => new STSClient({ endpoint: listening.url, credentials, region, maxAttempts: 1 })

const user = (policies: Policy[] = [allSecrets]): Caller => account.addUser({ name: 'writer', policies })

const token = (letter: string): string => letter.repeat(32)

async function nameOf(refused: Promise<unknown>): Promise<string> {
  return refused.then(
    () => 'accepted',
    (error: Error) => error.name,
  )
}

describe('who calls', () => {
  test('a wrong secret key, an unknown key and a tampered session are refused by both services', async () => {
    const caller = user()
    const forged = { ...caller, secretAccessKey: 'x'.repeat(40) }
    expect(await nameOf(sts(forged).send(new GetCallerIdentityCommand()))).toBe('SignatureDoesNotMatch')
    expect(await nameOf(secretsManager(forged).send(new ListSecretsCommand()))).toBe('InvalidSignatureException')
    const unknown = { ...caller, accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }
    expect(await nameOf(sts(unknown).send(new GetCallerIdentityCommand()))).toBe('InvalidClientTokenId')
    expect(await nameOf(secretsManager(unknown).send(new ListSecretsCommand()))).toBe('UnrecognizedClientException')
    expect(await nameOf(secretsManager({ ...caller, sessionToken: 'more' }).send(new ListSecretsCommand()))).toBe(
      'UnrecognizedClientException',
    )
  })

  test('nothing is done that no policy allows, and a denial beats a permission', async () => {
    const reader = secretsManager(user([allow('secretsmanager:ListSecrets')]))
    await expect(reader.send(new CreateSecretCommand({ Name: 'app', SecretString: '{}' }))).rejects.toThrow(
      'is not authorized to perform: secretsmanager:CreateSecret',
    )
    const denied = account.addUser({
      name: 'denied',
      policies: [allSecrets, { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'secretsmanager:Put*', Resource: '*' }] }],
    })
    await secretsManager(denied).send(new CreateSecretCommand({ Name: 'app', SecretString: '{}' }))
    expect(await nameOf(secretsManager(denied).send(new PutSecretValueCommand({ SecretId: 'app', SecretString: '[]' })))).toBe(
      'AccessDeniedException',
    )
  })

  test('a region that nobody opted into knows no keys', async () => {
    const caller = user()
    account.disabledRegions.add(region)
    expect(await nameOf(secretsManager(caller).send(new ListSecretsCommand()))).toBe('UnrecognizedClientException')
    expect(await nameOf(sts(caller).send(new GetCallerIdentityCommand()))).toBe('RegionDisabledException')
  })
})

describe('AssumeRole', () => {
  const trusting = (principal: string, externalId?: string): Policy => ({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'sts:AssumeRole',
        ...(externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {}),
      },
    ],
  })

  test('a role of another account is assumed with its external id, and its session does what the role may', async () => {
    const product = cloud.account(theirs).addUser({ name: 'product', policies: [allow('sts:AssumeRole')] })
    const role = account.addRole({ name: 'sync', trust: trusting(product.arn, 'secret-id'), policies: [allSecrets] })
    const assume = (more: object) => sts(product).send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'sync-1', ...more }))
    expect(await nameOf(assume({}))).toBe('AccessDenied')
    expect(await nameOf(assume({ ExternalId: 'another' }))).toBe('AccessDenied')
    const { Credentials: keys, AssumedRoleUser } = await assume({ ExternalId: 'secret-id' })
    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${mine}:assumed-role/sync/sync-1`)
    const session = { accessKeyId: keys?.AccessKeyId ?? '', secretAccessKey: keys?.SecretAccessKey ?? '', sessionToken: keys?.SessionToken }
    await secretsManager(session).send(new CreateSecretCommand({ Name: 'app', SecretString: '{}' }))
    clock = new Date(clock.getTime() + 61 * 60_000)
    expect(await nameOf(sts(session).send(new GetCallerIdentityCommand()))).toBe('SignatureDoesNotMatch')
  })

  test('across accounts the caller has to be allowed by its own side too; a role that is not there is refused alike', async () => {
    const product = cloud.account(theirs).addUser({ name: 'product' })
    const role = account.addRole({ name: 'sync', trust: trusting(product.arn) })
    const refusals = await Promise.all(
      [role.arn, `arn:aws:iam::${mine}:role/absent`].map((RoleArn) =>
        sts(product)
          .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'sync' }))
          .catch((error: Error) => `${error.name}: ${error.message.replace(RoleArn, 'ROLE')}`),
      ),
    )
    expect(refusals[0]).toBe(refusals[1])
    expect(refusals[0]).toContain('AccessDenied')
  })

  test('a session is never longer than its role allows, nor than an hour when a role assumed it', async () => {
    const caller = account.addUser({ name: 'product', policies: [allow('sts:AssumeRole')] })
    const role = account.addRole({ name: 'long', trust: trusting(mine), policies: [allow('sts:AssumeRole')], maxSessionSeconds: 43_200 })
    const long = { RoleArn: role.arn, RoleSessionName: 'sync', DurationSeconds: 43_200 }
    const { Credentials: keys } = await sts(caller).send(new AssumeRoleCommand(long))
    expect(keys?.Expiration?.getTime()).toBe(clock.getTime() + 43_200_000)
    const session = { accessKeyId: keys?.AccessKeyId ?? '', secretAccessKey: keys?.SecretAccessKey ?? '', sessionToken: keys?.SessionToken }
    expect(await nameOf(sts(session).send(new AssumeRoleCommand(long)))).toBe('ValidationError')
    expect(await nameOf(sts(caller).send(new AssumeRoleCommand({ ...long, DurationSeconds: 43_201 })))).toBe('ValidationError')
  })

  test('a session policy narrows what the role may', async () => {
    const caller = account.addUser({ name: 'product', policies: [allow('sts:AssumeRole')] })
    const role = account.addRole({ name: 'sync', trust: trusting(mine), policies: [allSecrets] })
    const narrowed = JSON.stringify(allow('secretsmanager:ListSecrets'))
    const { Credentials: keys } = await sts(caller).send(
      new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'sync', Policy: narrowed }),
    )
    const client = secretsManager({
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken,
    })
    expect(await nameOf(client.send(new CreateSecretCommand({ Name: 'app', SecretString: '{}' })))).toBe('AccessDeniedException')
    await client.send(new ListSecretsCommand())
  })

  test('root never assumes a role', async () => {
    const role = account.addRole({ name: 'sync', trust: trusting(mine) })
    const assume = new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'sync' })
    expect(await nameOf(sts(account.addRoot()).send(assume))).toBe('AccessDenied')
  })
})

describe('AssumeRoleWithWebIdentity', () => {
  const subject = 'organisation:acme:app:web:environment:production:sync:1'
  const audience = 'sts.amazonaws.com'

  function roleFor(sub: string) {
    const provider = account.addOidcProvider({ url: issuer.issuer, clientIds: [audience] })
    return account.addRole({
      name: 'federated',
      policies: [allSecrets],
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: provider.arn },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: { StringEquals: { 'issuer.example.test:sub': sub, 'issuer.example.test:aud': audience } },
          },
        ],
      },
    })
  }

  const anonymous = { accessKeyId: 'none', secretAccessKey: 'none' }
  const assume = (RoleArn: string, WebIdentityToken: string) =>
    sts(anonymous).send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'sync', WebIdentityToken }))

  test('a token of a known issuer becomes a session, when subject and audience are those of the trust policy', async () => {
    const role = roleFor(subject)
    const { Credentials: keys } = await assume(role.arn, await issuer.issue({ claims: { sub: subject, aud: audience } }))
    expect(keys?.AccessKeyId).toMatch(/^ASIA/)
    expect(await nameOf(assume(role.arn, await issuer.issue({ claims: { sub: `${subject}0`, aud: audience } })))).toBe('AccessDenied')
    expect(await nameOf(assume(role.arn, await issuer.issue({ claims: { sub: subject, aud: 'another' } })))).toBe(
      'InvalidIdentityTokenException',
    )
  })

  test('an expired token, a forged one and one of an unknown issuer get nothing', async () => {
    const role = roleFor(subject)
    const past = Math.floor(clock.getTime() / 1000) - 100
    expect(await nameOf(assume(role.arn, await issuer.issue({ claims: { sub: subject, aud: audience, iat: past - 1, exp: past } })))).toBe(
      'ExpiredTokenException',
    )
    const genuine = await issuer.issue({ claims: { sub: subject, aud: audience } })
    const forged = `${genuine.slice(0, -10)}${genuine.at(-10) === 'A' ? 'B' : 'A'}${genuine.slice(-9)}`
    expect(await nameOf(assume(role.arn, forged))).toBe('InvalidIdentityTokenException')
    const other = createOidcIssuer({ issuer: 'https://other.example.test' })
    expect(await nameOf(assume(role.arn, await other.issue({ claims: { sub: subject, aud: audience } })))).toBe(
      'InvalidIdentityTokenException',
    )
  })
})

describe('secrets', () => {
  test('a value is created, read, changed and found again with its versions', async () => {
    const client = secretsManager(user())
    const created = await client.send(
      new CreateSecretCommand({ Name: 'app/prod', SecretString: '{"A":"1"}', ClientRequestToken: token('a') }),
    )
    expect(created.ARN).toMatch(new RegExp(`^arn:aws:secretsmanager:${region}:${mine}:secret:app/prod-\\w{6}$`))
    await client.send(new PutSecretValueCommand({ SecretId: created.ARN, SecretString: '{"A":"2"}', ClientRequestToken: token('b') }))
    const current = await client.send(new GetSecretValueCommand({ SecretId: 'app/prod' }))
    expect(current).toMatchObject({ SecretString: '{"A":"2"}', VersionId: token('b'), VersionStages: ['AWSCURRENT'] })
    const before = await client.send(new GetSecretValueCommand({ SecretId: 'app/prod', VersionStage: 'AWSPREVIOUS' }))
    expect(before.SecretString).toBe('{"A":"1"}')
  })

  test('the same token and value write once, another value under the same token is refused', async () => {
    const client = secretsManager(user())
    await client.send(new CreateSecretCommand({ Name: 'app', SecretString: 'one', ClientRequestToken: token('a') }))
    await client.send(new CreateSecretCommand({ Name: 'app', SecretString: 'one', ClientRequestToken: token('a') }))
    const put = (SecretString: string) =>
      client.send(new PutSecretValueCommand({ SecretId: 'app', SecretString, ClientRequestToken: token('b') }))
    await put('two')
    await put('two')
    expect(await nameOf(put('three'))).toBe('ResourceExistsException')
    expect(await nameOf(client.send(new CreateSecretCommand({ Name: 'app', SecretString: 'other' })))).toBe('ResourceExistsException')
    expect(account.secrets.get(region)?.get('app')?.versions.size).toBe(2)
  })

  test('a value has at most 65 536 bytes, counted in UTF-8', async () => {
    const client = secretsManager(user())
    await client.send(new CreateSecretCommand({ Name: 'full', SecretString: 'ä'.repeat(32_768) }))
    expect(await nameOf(client.send(new CreateSecretCommand({ Name: 'over', SecretString: `${'ä'.repeat(32_768)}x` })))).toBe(
      'ValidationException',
    )
  })

  test('what waits for deletion can neither be read nor written nor created, until it is restored', async () => {
    const client = secretsManager(user())
    await client.send(new CreateSecretCommand({ Name: 'app', SecretString: 'one' }))
    await client.send(new DeleteSecretCommand({ SecretId: 'app' }))
    const calls = [
      new GetSecretValueCommand({ SecretId: 'app' }),
      new PutSecretValueCommand({ SecretId: 'app', SecretString: 'two' }),
      new CreateSecretCommand({ Name: 'app', SecretString: 'two' }),
    ]
    for (const call of calls) expect(await nameOf(client.send(call as GetSecretValueCommand))).toBe('InvalidRequestException')
    expect((await client.send(new ListSecretsCommand())).SecretList).toEqual([])
    await client.send(new RestoreSecretCommand({ SecretId: 'app' }))
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'app' }))).SecretString).toBe('one')
  })

  test('a secret without any value is there, and has none', async () => {
    const client = secretsManager(user())
    await client.send(new CreateSecretCommand({ Name: 'empty' }))
    expect((await client.send(new DescribeSecretCommand({ SecretId: 'empty' }))).VersionIdsToStages).toEqual({})
    expect(await nameOf(client.send(new GetSecretValueCommand({ SecretId: 'empty' })))).toBe('ResourceNotFoundException')
    expect(await nameOf(client.send(new CreateSecretCommand({ Name: 'empty', SecretString: 'one' })))).toBe('ResourceExistsException')
  })

  test('thousands are listed page by page, each once, and narrowed by name and tag', async () => {
    const client = secretsManager(user())
    for (let index = 0; index < 250; index++) {
      const Name = `app/${String(index).padStart(4, '0')}`
      await client.send(new CreateSecretCommand({ Name, ...(index % 100 === 0 ? { Tags: [{ Key: 'owner', Value: 'us' }] } : {}) }))
      clock = new Date(clock.getTime() + 25)
    }
    const seen: string[] = []
    let NextToken: string | undefined
    do {
      const page = await client.send(new ListSecretsCommand({ MaxResults: 100, NextToken }))
      seen.push(...(page.SecretList ?? []).map(({ Name = '' }) => Name))
      NextToken = page.NextToken
    } while (NextToken)
    expect([seen.length, new Set(seen).size]).toEqual([250, 250])
    const tagged = await client.send(new ListSecretsCommand({ Filters: [{ Key: 'tag-key', Values: ['owner'] }] }))
    expect(tagged.SecretList?.map(({ Name }) => Name)).toEqual(['app/0000', 'app/0100', 'app/0200'])
  })

  test('tags decide where a policy asks for them', async () => {
    const owned: Policy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'secretsmanager:PutSecretValue',
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceTag/owner': 'us' } },
        },
      ],
    }
    const client = secretsManager(user([owned]))
    await client.send(new CreateSecretCommand({ Name: 'app', SecretString: 'one' }))
    const put = () => client.send(new PutSecretValueCommand({ SecretId: 'app', SecretString: 'two' }))
    expect(await nameOf(put())).toBe('AccessDeniedException')
    await client.send(new TagResourceCommand({ SecretId: 'app', Tags: [{ Key: 'owner', Value: 'us' }] }))
    await put()
  })
})

describe('keys', () => {
  test('a customer managed key has to be there, allowed and enabled; nothing is written otherwise', async () => {
    const key = account.addKey(region)
    const create = (client: SecretsManagerClient, Name: string, KmsKeyId: string) =>
      nameOf(client.send(new CreateSecretCommand({ Name, SecretString: 'one', KmsKeyId })))
    const both = allow(['secretsmanager:*', 'kms:GenerateDataKey', 'kms:Decrypt'])
    expect(await create(secretsManager(user()), 'app', key.arn)).toBe('AccessDeniedException')
    const client = secretsManager(user([both]))
    expect(await create(client, 'app', `${key.arn}0`)).toBe('AccessDeniedException')
    expect(await create(client, 'app', key.arn)).toBe('accepted')
    key.state = 'PendingDeletion'
    expect(await nameOf(client.send(new GetSecretValueCommand({ SecretId: 'app' })))).toBe('DecryptionFailure')
    expect(await nameOf(client.send(new PutSecretValueCommand({ SecretId: 'app', SecretString: 'two' })))).toBe('EncryptionFailure')
    const disabled = account.addKey(region, 'Disabled')
    expect(await nameOf(client.send(new UpdateSecretCommand({ SecretId: 'app', KmsKeyId: disabled.arn })))).toBe('EncryptionFailure')
    key.state = 'Enabled'
    expect((await client.send(new DescribeSecretCommand({ SecretId: 'app' }))).KmsKeyId).toBe(key.arn)
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'app' }))).SecretString).toBe('one')
  })
})

describe('trouble on command', () => {
  test('more writes in a second than the quota are throttled, reads are not', async () => {
    const client = secretsManager(user())
    for (let index = 0; index < 50; index++) await client.send(new CreateSecretCommand({ Name: `app${index}` }))
    expect(await nameOf(client.send(new CreateSecretCommand({ Name: 'one-more' })))).toBe('ThrottlingException')
    await client.send(new ListSecretsCommand())
    clock = new Date(clock.getTime() + 1000)
    await client.send(new CreateSecretCommand({ Name: 'one-more' }))
  })

  test('a lost answer has been applied, and the retry of the SDK finds it so', async () => {
    const client = secretsManager(user(), { maxAttempts: 2 })
    cloud.misbehave('lost_answer', { action: 'CreateSecret', times: 1 })
    await client.send(new CreateSecretCommand({ Name: 'app', SecretString: 'one', ClientRequestToken: token('a') }))
    expect(cloud.requests.map(({ action, result }) => [action, result])).toEqual([
      ['CreateSecret', 'ok'],
      ['CreateSecret', 'ok'],
    ])
    expect(account.secrets.get(region)?.get('app')?.versions.size).toBe(1)
  })

  test('throttled, refused, spoilt, repeated and delayed calls come as planned', async () => {
    const client = secretsManager(user())
    const list = () => nameOf(client.send(new ListSecretsCommand()))
    cloud.misbehave('throttle', { times: 1 })
    cloud.misbehave({ kind: 'error', code: 'InternalServiceError', status: 500 }, { times: 1 })
    cloud.misbehave('html', { times: 1 })
    expect([await list(), await list()]).toEqual(['ThrottlingException', 'InternalServiceError'])
    expect(await list()).not.toBe('accepted')
    cloud.misbehave('twice', { times: 1 })
    expect(await list()).toBe('accepted')
    let release = () => {}
    cloud.misbehave({ kind: 'delayed', until: new Promise<void>((resolve) => (release = resolve)) }, { times: 1 })
    const waiting = list()
    release()
    expect(await waiting).toBe('accepted')
  })
})
