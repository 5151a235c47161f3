import { createApp, issueExternalId, listEnvironments, newId, type Sync } from '@bonafide/core'
import {
  type AwsAccount,
  type AwsCloud,
  type Caller,
  createAwsCloud,
  type FetchLike,
  type Listening,
  type Policy,
  type Role,
} from '@bonafide/stand-ins'
import { vi } from 'vitest'
import { createWorld, type World, type WorldOptions } from './world.ts'

export const region = 'eu-central-1'
const serverAccount = '999988887777'
const customerAccount = '111122223333'

/** An AWS in which the server is a user and a customer has an account. */
export interface Aws {
  cloud: AwsCloud
  /** Who the server is in AWS. */
  server: Caller
  customer: AwsAccount
}

/** A world beside an AWS of its own. */
export interface AwsWorld extends World, Aws {}

/**
 * The AWS SDK asks the stand-in over HTTP, by the variables that point it to any other emulator. `fetch`: how the cloud fetches keys of
 * issuers of tokens. The cloud goes by the real time, since the SDK signs by it; the world's clock moves what the server remembers.
 */
export async function startAws({ fetch }: { fetch?: FetchLike } = {}): Promise<Aws & { close(): Promise<void> }> {
  const cloud = createAwsCloud({ fetch })
  const server = cloud.account(serverAccount).addUser({ name: 'bonafide', policies: [allow('sts:AssumeRole')] })
  const listening: Listening = await cloud.listen()
  vi.stubEnv('AWS_ENDPOINT_URL_STS', listening.url)
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', listening.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretAccessKey)
  vi.stubEnv('AWS_SESSION_TOKEN', '')
  return {
    cloud,
    server,
    customer: cloud.account(customerAccount),
    async close() {
      await listening.close()
      vi.unstubAllEnvs()
    },
  }
}

export async function createAwsWorld(options: WorldOptions & { fetch?: FetchLike } = {}): Promise<AwsWorld> {
  const aws = await startAws(options)
  const world = await createWorld(options)
  return {
    ...world,
    ...aws,
    async close() {
      await world.close()
      await aws.close()
    },
  }
}

export const allow = (...actions: string[]): Policy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
})

/** A role of the customer's that trusts the server, asking for an external id where one is named. */
export const roleFor = (
  { customer, server }: Pick<Aws, 'customer' | 'server'>,
  externalId: string | null,
  name = 'sync',
  policies = [allow('secretsmanager:*')],
): Role =>
  customer.addRole({
    name,
    policies,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: server.arn },
          Action: 'sts:AssumeRole',
          ...(externalId === null ? {} : { Condition: { StringEquals: { 'sts:ExternalId': externalId } } }),
        },
      ],
    },
  })

/** An environment of a new app, whose secrets the server can read. */
export async function syncableEnvironment({ owner }: AwsWorld, name: string) {
  const app = await createApp({ name }, owner.context)
  const [environment] = await listEnvironments({ appId: app.id }, owner.context)
  if (!environment) throw new Error('the app has no environment')
  return environment
}

/** A sync as it stands after its creation. */
export async function addSync(
  { services, owner }: AwsWorld,
  fields: Pick<Sync, 'credentialId' | 'environmentId' | 'appId'> & { name: string },
) {
  const now = new Date()
  const { name, ...more } = fields
  const sync: Sync = {
    id: newId(services.runtime),
    organisationId: owner.context.actor.organisationId,
    path: '/',
    destination: 'aws_secrets_manager',
    options: { secretName: name, kmsKeyArn: null, tags: [] },
    place: `aws_secrets_manager:${customerAccount}:${region}:${name}`,
    keyPrefix: '',
    neverDeletes: false,
    onDrift: 'stop',
    referencedEnvironmentIds: [],
    pausedAt: null,
    pausedBy: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
    ...more,
  }
  await services.stores.syncs.insert(sync, { remoteVersionId: null, serverWrappedBase: null }, owner.id)
  return sync
}

/** What `createCredential` takes for a role that was made with an external id of the owner's. */
export async function assumeRoleInput(world: AwsWorld, name: string) {
  const { externalId } = await issueExternalId(world.owner.context)
  const role = roleFor(world, externalId, name)
  return { name, kind: 'aws_assume_role', config: { region, roleArn: role.arn }, externalId }
}

/** What `createCredential` takes for the keys of a new user of the customer's. */
export function accessKeysInput({ customer }: AwsWorld, name: string, policies = [allow('secretsmanager:*')]) {
  const { accessKeyId, secretAccessKey } = customer.addUser({ name, policies })
  return { name, kind: 'aws_access_keys', config: { region, accessKeyId }, secret: secretAccessKey }
}
