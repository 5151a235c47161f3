import {
  type AwsAccount,
  type AwsCloud,
  type Caller,
  createAwsCloud,
  createOidcIssuer,
  type Listening,
  type Policy,
} from '@bonafide/stand-ins'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectSecretsManager } from './connection.ts'
import type { AwsCredential } from './credential.ts'
import { serverIdentity } from './server-identity.ts'
import { isUnprotected, openCredential, secretsManagerClient, whoHas } from './session.ts'

const region = 'eu-central-1'

let cloud: AwsCloud
let customer: AwsAccount
let server: Caller
let listening: Listening
const issuer = createOidcIssuer({ issuer: 'https://bonafide.example.test' })

beforeEach(async () => {
  cloud = createAwsCloud({ fetch: (input, init) => issuer.fetch(input, init) })
  customer = cloud.account('111122223333')
  server = cloud.account('999988887777').addUser({ name: 'bonafide', policies: [allow('sts:AssumeRole')] })
  listening = await cloud.listen()
  vi.stubEnv('AWS_ENDPOINT_URL', listening.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretAccessKey)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await listening.close()
})

function allow(action: string): Policy {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] }
}

const role = (externalId?: string) =>
  customer.addRole({
    name: 'sync',
    policies: [allow('secretsmanager:*')],
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: server.arn },
          Action: 'sts:AssumeRole',
          ...(externalId ? { Condition: { StringEquals: { 'sts:ExternalId': externalId } } } : {}),
        },
      ],
    },
  })

const assumeRole = (roleArn: string, externalId: string | null): AwsCredential & { kind: 'aws_assume_role' } => ({
  kind: 'aws_assume_role',
  region,
  roleArn,
  externalId,
})

const failure = (refused: Promise<unknown>) =>
  refused.then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  )

describe('Assume Role', () => {
  test('opens a session that reads and writes, named for CloudTrail', async () => {
    const { arn } = role('issued-by-us')
    const keys = await openCredential(assumeRole(arn, 'issued-by-us'), {}, 'bonafide-acme-1')
    expect((await whoHas(keys, region)).arn).toBe('arn:aws:sts::111122223333:assumed-role/sync/bonafide-acme-1')
    const connection = connectSecretsManager(secretsManagerClient(keys, region))
    expect((await connection.find('shop')).state).toBe('absent')
    connection.close()
  })

  test('SEC-03 with the external id of somebody else, or none, gets nothing', async () => {
    const { arn } = role('issued-by-us')
    expect(await failure(openCredential(assumeRole(arn, 'of-another'), {}, 'session'))).toBe('role_not_assumable')
    expect(await failure(openCredential(assumeRole(arn, null), {}, 'session'))).toBe('role_not_assumable')
  })

  test('a role that needs no external id is told apart from one that does', async () => {
    expect(await isUnprotected(assumeRole(role('issued-by-us').arn, 'issued-by-us'), 'probe')).toBe(false)
    expect(await isUnprotected(assumeRole(role().arn, 'issued-by-us'), 'probe')).toBe(true)
  })

  test('without an identity of the server there is nothing to assume a role with', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    expect(await serverIdentity(region)).toBeNull()
    const before = cloud.requests.length
    expect(await failure(openCredential(assumeRole(role().arn, null), {}, 'session'))).toBe('credential_unknown')
    expect(cloud.requests).toHaveLength(before)
  })
})

test('the server says who it is, and from where it has that', async () => {
  expect(await serverIdentity(region)).toEqual({ source: 'environment', arn: server.arn, account: '999988887777' })
})

describe('Access Keys', () => {
  const accessKeys = ({ accessKeyId }: Caller): AwsCredential => ({ kind: 'aws_access_keys', region, accessKeyId })
  const open = (caller: Caller) => openCredential(accessKeys(caller), { secretAccessKey: async () => caller.secretAccessKey }, 'session')

  test('are whose they are', async () => {
    const caller = customer.addUser({ name: 'writer' })
    expect(await whoHas(await open(caller), region)).toEqual({ arn: caller.arn, account: '111122223333' })
  })

  test('SEC-12 of a root user are refused', async () => {
    expect(await failure(whoHas(await open(customer.addRoot()), region))).toBe('credential_refused')
  })

  test('whose secret is missing or another are refused', async () => {
    const caller = customer.addUser({ name: 'writer' })
    expect(await failure(openCredential(accessKeys(caller), {}, 'session'))).toBe('credential_refused')
    const forged = { ...caller, secretAccessKey: 'x'.repeat(40) }
    expect(await failure(open(forged).then((keys) => whoHas(keys, region)))).toBe('credential_refused')
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

  const open = (roleArn: string, sub: string) =>
    openCredential(
      { kind: 'aws_web_identity', region, roleArn },
      { webIdentityToken: async () => issuer.issue({ claims: { sub, aud: audience } }) },
      'session',
    )

  test('opens the role whose trust policy pins the sync, and no other', async () => {
    const { arn } = federated()
    const keys = await open(arn, subject)
    expect((await whoHas(keys, region)).account).toBe('111122223333')
    expect(await failure(open(arn, `${subject}0`))).toBe('role_not_assumable')
  })
})
