import { type AwsAccount, type AwsCloud, type Caller, createAwsCloud, createOidcIssuer, type Listening } from '@bonafide/stand-ins'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { secretsManagerClient } from '../aws-secrets-manager/client.ts'
import { connectSecretsManager } from '../aws-secrets-manager/connection.ts'
import { createCredentialKinds } from '../kinds.ts'
import { type Aws, createAws } from './aws.ts'
import { accessOf, allow, failure, region, trusting } from './testing.ts'

let cloud: AwsCloud
let customer: AwsAccount
let server: Caller
let listening: Listening
let aws: Aws
const issuer = createOidcIssuer({ issuer: 'https://bonafide.example.test' })

beforeEach(async () => {
  cloud = createAwsCloud({ fetch: (input, init) => issuer.fetch(input, init) })
  customer = cloud.account('111122223333')
  server = cloud.account('999988887777').addUser({ name: 'bonafide', policies: [allow('sts:AssumeRole')] })
  listening = await cloud.listen()
  vi.stubEnv('AWS_ENDPOINT_URL', listening.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretAccessKey)
  aws = createAws()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await listening.close()
})

describe('Assume Role', () => {
  const role = (externalId?: string) =>
    customer.addRole({ name: 'sync', policies: [allow('secretsmanager:*')], trust: trusting(server.arn, externalId) })
  const access = (roleArn: string, externalId: string | null) =>
    accessOf({ kind: 'aws_assume_role', config: { region, roleArn }, externalId })
  const check = (roleArn: string, externalId: string | null) =>
    createCredentialKinds(aws).aws_assume_role.check(access(roleArn, externalId))

  test('opens a session that reads and writes, named for CloudTrail', async () => {
    const session = await aws.signIn(access(role('issued-by-us').arn, 'issued-by-us'))
    expect(session).toMatchObject({
      account: '111122223333',
      principal: 'arn:aws:sts::111122223333:assumed-role/sync/bonafide-acme-1',
      region,
    })
    const connection = connectSecretsManager(secretsManagerClient(session.keys, region, null))
    expect((await connection.find('shop')).state).toBe('absent')
    connection.close()
  })

  test('SEC-03 with the external id of somebody else, or none, gets nothing', async () => {
    const { arn } = role('issued-by-us')
    expect(await failure(aws.signIn(access(arn, 'of-another')))).toBe('role_not_assumable')
    expect(await failure(aws.signIn(access(arn, null)))).toBe('role_not_assumable')
  })

  test('a role that needs no external id is told apart from one that does', async () => {
    expect((await check(role('issued-by-us').arn, 'issued-by-us')).isUnprotected).toBe(false)
    expect((await check(role().arn, 'issued-by-us')).isUnprotected).toBe(true)
    expect((await check(role().arn, null)).isUnprotected).toBeNull()
  })

  test('without an identity of the server there is nothing to assume a role with', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    expect(await aws.serverIdentity()).toBeNull()
    const before = cloud.requests.length
    expect(await failure(aws.signIn(access(role().arn, null)))).toBe('credential_unknown')
    expect(cloud.requests).toHaveLength(before)
  })

  test('SEC-13 a deleted role, one that AWS has no answer for, and a refused request are told apart, each after one call', async () => {
    const { arn } = role('issued-by-us')
    const fails = async (fault: Parameters<AwsCloud['misbehave']>[0]) => {
      const before = cloud.requests.length
      cloud.misbehave(fault, { action: 'AssumeRole', times: 1 })
      const code = await failure(aws.signIn(access(arn, 'issued-by-us'), { anew: true }))
      expect(cloud.requests).toHaveLength(before + 1)
      return code
    }
    expect(await fails({ kind: 'error', code: 'AccessDenied', message: 'no identity-based policy allows the action', status: 403 })).toBe(
      'access_denied',
    )
    expect(await fails({ kind: 'error', code: 'ExpiredToken', status: 403 })).toBe('session_expired')
    expect(await fails({ kind: 'error', code: 'RegionDisabledException', status: 403 })).toBe('region_disabled')
    expect(await fails({ kind: 'error', code: 'ValidationError', message: 'The requested DurationSeconds exceeds …' })).toBe(
      'value_refused',
    )
    expect(await fails({ kind: 'error', code: 'RequestTimeTooSkewed', status: 403 })).toBe('clock_skewed')
    expect(await fails('throttle')).toBe('throttled')
    expect(await fails({ kind: 'error', code: 'InternalFailure', status: 500 })).toBe('upstream_error')
    customer.roles.delete(arn)
    expect(await failure(aws.signIn(access(arn, 'issued-by-us'), { anew: true }))).toBe('role_not_assumable')
  })
})

describe('the server', () => {
  test('says who it is and from where it has that, and asks once', async () => {
    const expected = { source: 'environment', arn: server.arn, account: '999988887777' }
    expect(await Promise.all([aws.serverIdentity(), aws.serverIdentity()])).toEqual([expected, expected])
    expect(await aws.serverIdentity()).toEqual(expected)
    expect(cloud.requests).toHaveLength(1)
  })

  test('is asked again when AWS could not say', async () => {
    cloud.misbehave('throttle', { times: 1 })
    expect(await failure(aws.serverIdentity())).toBe('throttled')
    expect((await aws.serverIdentity())?.arn).toBe(server.arn)
  })
})

describe('Access Keys', () => {
  const open = ({ accessKeyId, secretAccessKey }: Caller) =>
    aws.signIn(accessOf({ kind: 'aws_access_keys', config: { region, accessKeyId }, secret: async () => secretAccessKey }))

  test('are whose they are', async () => {
    const caller = customer.addUser({ name: 'writer' })
    expect(await open(caller)).toMatchObject({ principal: caller.arn, account: '111122223333' })
  })

  test('SEC-12 of a root user are refused', async () => {
    expect(await failure(open(customer.addRoot()))).toBe('credential_refused')
  })

  test('with another secret, or unknown ones, are refused', async () => {
    const caller = customer.addUser({ name: 'writer' })
    expect(await failure(open({ ...caller, secretAccessKey: 'x'.repeat(40) }))).toBe('credential_refused')
    cloud.removeKey(caller.accessKeyId)
    expect(await failure(open(caller))).toBe('credential_unknown')
  })
})

describe('No stored keys', () => {
  const subject = 'organisation:acme:app:shop:environment:production:sync:1'
  const audience = 'sts.amazonaws.com'

  const federated = () => {
    const provider = customer.addOidcProvider({ url: issuer.issuer, clientIds: [audience] })
    return customer.addRole({
      name: 'federated',
      policies: [allow('secretsmanager:*')],
      trust: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: provider.arn },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: { StringEquals: { 'bonafide.example.test:sub': subject, 'bonafide.example.test:aud': audience } },
          },
        ],
      },
    })
  }

  const open = (roleArn: string, sub: string, sessionName = 'bonafide-acme-1') =>
    aws.signIn(
      accessOf({
        kind: 'aws_web_identity',
        config: { region, roleArn },
        sessionName,
        webIdentityToken: async (aud) => issuer.issue({ claims: { sub, aud } }),
      }),
    )

  test('opens the role whose trust policy pins the sync, and no other', async () => {
    const { arn } = federated()
    expect((await open(arn, subject)).account).toBe('111122223333')
    expect(await failure(open(arn, `${subject}0`, 'bonafide-acme-10'))).toBe('role_not_assumable')
  })

  test('where the account does not know this server as an issuer, says so', async () => {
    const role = customer.addRole({ name: 'federated', trust: { Version: '2012-10-17', Statement: [] } })
    expect(await failure(open(role.arn, subject))).toBe('role_not_assumable')
  })
})
