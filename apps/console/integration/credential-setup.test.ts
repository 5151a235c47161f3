import { createApp, credentialSetup, issueExternalId, issueOwnToken, listEnvironments, newId, type SignedInContext } from '@bonafide/core'
import { createGraphqlDoor, type GraphqlDoor } from '@bonafide/graphql'
import { createAwsCloud, type Policy } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const region = 'eu-central-1'
const account = '111122223333'

let world: World
let door: GraphqlDoor
let owner: SignedInContext
let app: { id: string }
let environmentId: string

beforeAll(async () => {
  world = await createWorld()
  owner = world.owner.context
  door = await createGraphqlDoor(world.services)
  app = await createApp({ name: 'shop' }, owner)
  environmentId = (await listEnvironments({ appId: app.id }, owner))[0]?.id ?? ''
})
afterAll(async () => {
  await door.stop()
  await world.close()
})

const document = /* GraphQL */ `
  query Setup($input: CredentialSetupInput!) {
    ownIssuer { issuer jwksUrl problem }
    credentialSetup(input: $input) { target title explanation fileName language content }
  }
`
async function ask(input: object, context = owner) {
  const request = new Request('https://bonafide.example/api/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: document, variables: { input: { region, ...input } } }),
  })
  const answer = await (await door.handle(request, context)).json()
  return answer as {
    data: { ownIssuer: { problem: string | null }; credentialSetup: { target: string; fileName: string | null; content: string }[] | null }
    errors?: { extensions: { code: string } }[]
  }
}
const trustOf = (texts: readonly { fileName: string | null; content: string }[] | null) =>
  JSON.parse(texts?.find(({ fileName }) => fileName === 'bonafide-trust-policy.json')?.content ?? 'null') as Policy
const subjectsIn = (trust: Policy) =>
  Object.values(trust.Statement[0]?.Condition ?? {}).flatMap((keys) => keys['bonafide.example:sub'] ?? [])

describe('what a credential needs in AWS', () => {
  it('R-204 R-209 has the external id in it that was issued to whoever asks, and no other’s', async () => {
    const { externalId } = await issueExternalId(owner)
    const { data, errors } = await ask({ kind: 'AWS_ASSUME_ROLE', secretName: 'shop/production' })
    expect(errors).toBeUndefined()
    expect(data.ownIssuer).toEqual({
      issuer: 'https://bonafide.example',
      jwksUrl: 'https://bonafide.example/.well-known/jwks.json',
      problem: null,
    })
    expect(trustOf(data.credentialSetup).Statement[0]?.Condition).toEqual({ StringEquals: { 'sts:ExternalId': externalId } })
    const other = await world.member('Developer')
    const theirs = JSON.stringify((await ask({ kind: 'AWS_ASSUME_ROLE' }, other.context)).data.credentialSetup)
    expect(theirs).not.toContain(externalId)
    expect(theirs).toContain('YOUR_EXTERNAL_ID')
    expect(trustOf((await ask({ kind: 'AWS_ASSUME_ROLE', withoutExternalId: true })).data.credentialSetup).Statement[0]).not.toHaveProperty(
      'Condition',
    )
  })

  it('N-07 makes a role that this organisation’s syncs may assume, narrowed to an app or an environment, and nobody else’s', async () => {
    const organisation = owner.actor.organisationId
    const answers = {
      all: await ask({ kind: 'AWS_WEB_IDENTITY', account }),
      app: await ask({ kind: 'AWS_WEB_IDENTITY', account, appId: app.id }),
      environment: await ask({ kind: 'AWS_WEB_IDENTITY', account, environmentId }),
    }
    const trusts = Object.fromEntries(Object.entries(answers).map(([name, { data }]) => [name, trustOf(data.credentialSetup)])) as Record<
      keyof typeof answers,
      Policy
    >
    expect(subjectsIn(trusts.environment)).toEqual([
      `organisation:${organisation}:credential:*`,
      `organisation:${organisation}:app:${app.id}:environment:${environmentId}:sync:*`,
    ])
    const keysOf = (url: string) => fetch(url.replace('https://bonafide.example', world.node.url))
    const cloud = createAwsCloud({ fetch: (input) => keysOf(String(input)) })
    const aws = cloud.account(account)
    aws.addOidcProvider({ url: 'https://bonafide.example', clientIds: ['sts.amazonaws.com'] })
    const may = async (trust: Policy, ids: { organisation?: string; appId?: string; environmentId?: string }): Promise<boolean> => {
      const purpose = { kind: 'sync', appId: app.id, environmentId, syncId: newId(world.services.runtime), ...ids } as const
      const token = await issueOwnToken('sts.amazonaws.com', ids.organisation ?? organisation, purpose, world.services)
      const role = aws.addRole({ name: 'sync', trust })
      const wanted = { Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleArn: role.arn, RoleSessionName: 'sync' }
      const body = new URLSearchParams({ ...wanted, WebIdentityToken: token })
      return (await cloud.fetch(`https://sts.${region}.amazonaws.com/`, { method: 'POST', body })).ok
    }
    const other = newId(world.services.runtime)
    for (const trust of Object.values(trusts)) {
      expect(await may(trust, {})).toBe(true)
      expect(await may(trust, { organisation: other })).toBe(false)
    }
    expect(await may(trusts.all, { appId: other })).toBe(true)
    expect(await may(trusts.app, { appId: other })).toBe(false)
    expect(await may(trusts.app, { environmentId: other })).toBe(true)
    expect(await may(trusts.environment, { environmentId: other })).toBe(false)
  })

  it('is told to nobody of another organisation, about no app, environment or credential of it', async () => {
    const stranger = await world.foreigner()
    for (const input of [{ appId: app.id }, { environmentId }, { credentialId: newId(world.services.runtime) }]) {
      const { data, errors } = await ask({ kind: 'AWS_WEB_IDENTITY', ...input }, stranger)
      expect([data.credentialSetup, errors?.[0]?.extensions.code]).toEqual([null, 'not_found'])
    }
    const another = await createApp({ name: 'another' }, owner)
    await expect(credentialSetup({ kind: 'aws_web_identity', region, appId: another.id, environmentId }, owner)).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('SEC-07 knows a credential: its account, its external id for those who may change it, and its own syncs', async () => {
    const { organisationId } = owner.actor
    const externalId = 'f'.repeat(64)
    const id = newId(world.services.runtime)
    const now = new Date()
    await owner.stores.credentials.insert(
      {
        id,
        organisationId,
        name: 'production',
        kind: 'aws_assume_role',
        config: {},
        externalId,
        externalIdIssued: true,
        serverWrappedSecret: null,
        lastFour: null,
        fingerprint: null,
        account: '999988887777',
        principal: null,
        isUnprotected: null,
        checkedAt: null,
        simulated: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
      },
      null,
    )
    const reader: SignedInContext = {
      ...owner,
      actor: {
        ...owner.actor,
        role: { ...owner.actor.role, key: null, permissions: { organisation: { IntegrationCredentials: ['read'] }, app: {} } },
      },
    }
    const texts = async (kind: string, context: SignedInContext) =>
      JSON.stringify(await credentialSetup({ kind, region, credentialId: id }, context))
    expect(await texts('aws_assume_role', owner)).toContain(externalId)
    expect(await texts('aws_assume_role', owner)).toContain('secretsmanager:eu-central-1:999988887777:secret')
    expect(await texts('aws_assume_role', reader)).not.toContain(externalId)

    const synced = (count: number, hasNextPage = false): SignedInContext => {
      const rows = Array.from({ length: count }, (_, at) => ({ id: `sync-${at}`, appId: 'a', environmentId: 'e' }))
      const syncs = { list: async () => ({ rows, hasNextPage }) } as unknown as SignedInContext['stores']['syncs']
      return { ...owner, stores: { ...owner.stores, syncs } }
    }
    const subjects = async (context: SignedInContext) =>
      subjectsIn(trustOf(await credentialSetup({ kind: 'aws_web_identity', region, credentialId: id }, context)))
    const trying = `organisation:${organisationId}:credential:${id}`
    const all = [trying, `organisation:${organisationId}:app:*:environment:*:sync:*`]
    expect(await subjects(synced(2))).toEqual([
      trying,
      `organisation:${organisationId}:app:a:environment:e:sync:sync-0`,
      `organisation:${organisationId}:app:a:environment:e:sync:sync-1`,
    ])
    for (const context of [synced(0), synced(7, true), { ...reader, stores: synced(2).stores }])
      expect(await subjects(context)).toEqual(all)
  })

  it('SEC-11 names every field that AWS could not have, and asks nobody for it', async () => {
    const hostile = {
      kind: 'aws_assume_role',
      region: 'us-east-1.evil.test/',
      policyName: "x'; rm -rf /",
      secretName: '../*',
      kmsKeyArn: 'arn',
      account: '1',
    }
    const before = world.outbound.length
    await expect(credentialSetup(hostile, owner)).rejects.toMatchObject({
      code: 'malformed_request',
      fields: expect.arrayContaining(
        ['/region', '/policyName', '/secretName', '/kmsKeyArn', '/account'].map((pointer) => expect.objectContaining({ pointer })),
      ),
    })
    expect(world.outbound.length).toBe(before)
  })
})
