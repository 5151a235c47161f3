import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'
import { awsRoute } from './refusals.ts'
import { post } from './world.ts'

let world: CommandWorld
let account: ServiceAccount
let token: string
let run: ReturnType<CommandWorld['machine']>['run']

const audience = 'https://bonafide.example'
const trusted = { sub: 'repo:acme/shop:ref:refs/heads/main', aud: audience, repository_id: 1 }

beforeAll(async () => {
  world = await createCommandWorld()
  account = await world.account({ name: 'deployer' })
  const { createPersonalAccessToken } = await world.graphql(
    'mutation { createPersonalAccessToken(input: { name: "laptop", expiresInSeconds: 3600 }) { token } }',
  )
  token = createPersonalAccessToken.token
  run = world.machine({ BONAFIDE_TOKEN: token }).run
})
afterAll(() => world.close())

const create = (name: string, ...words: string[]) =>
  run(['identities', 'create', 'oidc', '--name', name, '--issuer', world.issuer.issuer, '--audience', audience, ...words])
const subject = ['--subject', trusted.sub]
const json = async (...words: string[]) => JSON.parse((await run(['identities', ...words, '--json'])).stdout)
const identityRows = () => world.count('external_identities')

describe('what is refused', () => {
  it('a token without the right changes nothing, and sees nothing that it may not read', async () => {
    const { createServiceAccountToken } = await world.graphql(
      'mutation($id: ID!) { createServiceAccountToken(input: { serviceAccountId: $id, name: "by hand", expiresInSeconds: 3600 }) { token } }',
      { id: account.id },
    )
    const developer = await world.member('Developer')
    const { json: answer } = await post(
      `${world.host}/api/graphql`,
      { query: 'mutation { createPersonalAccessToken(input: { name: "laptop", expiresInSeconds: 3600 }) { token } }' },
      { authorization: `Bearer Session ${developer.sessionToken}` },
    )
    const before = await identityRows()
    const make = ['create', 'oidc', '--name', 'x', '--issuer', world.issuer.issuer, '--audience', audience, ...subject]
    const refused = { code: 5, stdout: '', stderr: expect.stringContaining('Code     forbidden') }
    const ofDeveloper = { BONAFIDE_TOKEN: answer.data.createPersonalAccessToken.token }
    for (const words of [['list'], ['tail'], make]) expect(await run(['identities', ...words], { env: ofDeveloper })).toMatchObject(refused)
    const ofWorkload = { BONAFIDE_TOKEN: createServiceAccountToken.token }
    for (const words of [['tail'], make]) expect(await run(['identities', ...words], { env: ofWorkload })).toMatchObject(refused)
    expect(await identityRows()).toBe(before)
  })

  it('a configuration that the server does not take, by the flag to mend; nothing is made', async () => {
    const before = await identityRows()
    const wrong = await create('wrong', ...subject, '--claim', 'repository_id equals 1')
    expect(wrong).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('--claim ') })
    expect(await create('wrong', ...subject, '--keys', 'upload')).toMatchObject({ code: 6, stderr: expect.stringContaining('--jwks must') })
    expect(await create('wrong', ...subject, '--service-account', 'nobody')).toMatchObject({ code: 3, stdout: '' })
    expect(await identityRows()).toBe(before)
  })

  it('what is not there is 3', async () => {
    for (const words of [
      ['get', 'nothing'],
      ['update', 'nothing', '--disable'],
      ['delete', crypto.randomUUID(), '--yes'],
    ])
      expect(await run(['identities', ...words])).toMatchObject({ code: 3, stdout: '' })
  })
})

describe('an identity from its making to its end', () => {
  it('create, list, test, update, bind, delete', async () => {
    const made = await create('shop main', ...subject, '--claim', 'repository_id = 1', '--max-ttl', '2h', '--json')
    expect(made).toMatchObject({ code: 0 })
    const { id, ...identity } = JSON.parse(made.stdout)
    expect(identity).toMatchObject({
      name: 'shop main',
      provider: 'OIDC',
      version: 1,
      maxTtl: 7200,
      serviceAccounts: [],
      config: { issuer: world.issuer.issuer, claims: ['repository_id = 1'], keySource: 'DISCOVERY', singleUse: 'OFF' },
    })
    for (const finding of identity.lint) expect(made.stderr).toContain(finding.message)
    const rows: { id: string }[] = await json('list', '--provider', 'oidc', '--search', 'shop')
    expect(rows.map((row) => row.id)).toEqual([id])
    expect(await json('list', '--provider', 'azure')).toEqual([])

    const accepted = world.issuer.issue({ claims: trusted })
    const tokensBefore = await world.count('service_account_tokens')
    expect(await run(['identities', 'test', 'shop main', '--token-file', '-'], { stdin: accepted })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/accepted[\s\S]*✓ trust/),
    })
    const file = join(world.command.folder, 'token.jwt')
    const stranger = world.issuer.issue({ claims: { ...trusted, repository_id: 2 } })
    await writeFile(file, `${stranger}\n`)
    const refused = await run(['identities', 'test', id, '--token-file', file, '--json', '--verbose'])
    expect(refused).toMatchObject({ code: 5 })
    expect(JSON.parse(refused.stdout)).toMatchObject({
      accepted: false,
      attempts: [
        {
          identityId: id,
          accepted: false,
          steps: expect.arrayContaining([expect.objectContaining({ name: 'trust', status: 'FAILED', code: 'claim_mismatch' })]),
        },
      ],
    })
    for (const part of stranger.split('.')) expect(refused.stdout + refused.stderr + world.logged.join('')).not.toContain(part)
    expect(await world.count('service_account_tokens')).toBe(tokensBefore)

    const updated = await json(
      'update',
      id,
      '--add-subject',
      'repo:acme/shop:environment:*',
      '--remove-subject',
      trusted.sub,
      '--ttl',
      '15m',
    )
    expect(updated).toMatchObject({
      version: 2,
      defaultTtl: 900,
      config: { subjects: ['repo:acme/shop:environment:*'], claims: ['repository_id = 1'] },
    })
    expect(await run(['identities', 'update', id, '--disable', '--expected-version', '1'])).toMatchObject({
      code: 6,
      stdout: '',
      stderr: expect.stringContaining('Code     conflict'),
    })
    expect(await json('get', id)).toMatchObject({ version: 2, enabled: true })
    expect(await run(['identities', 'update', id, '--principal', 'x'])).toMatchObject({ code: 2, stdout: '' })

    expect(await run(['identities', 'bind', 'shop main', '--service-account', 'deployer'])).toMatchObject({ code: 0 })
    expect(await json('get', id)).toMatchObject({ serviceAccounts: [{ id: account.id, name: 'deployer' }], boundAccountCount: 1 })
    expect(await run(['identities', 'unbind', id, '--service-account', account.id])).toMatchObject({ code: 0 })
    expect(await json('get', id)).toMatchObject({ serviceAccounts: [] })

    expect(await run(['identities', 'delete', id])).toMatchObject({ code: 2, stdout: '' })
    expect(await json('delete', id, '--yes')).toEqual({ deletedId: id, name: 'shop main', revokedTokens: 0 })
    expect(await run(['identities', 'get', id])).toMatchObject({ code: 3 })
  })

  it('what get --json shows of a configuration makes another identity', async () => {
    expect(await create('first', ...subject, '--claim', 'a in b, c', '--single-use', 'proof', '--max-proof-age', '10m')).toMatchObject({
      code: 0,
    })
    const { config } = await json('get', 'first')
    const stdin = JSON.stringify(config)
    const made = await run(['identities', 'create', 'oidc', '--name', 'second', '--config', '-', '--service-account', 'deployer'], {
      stdin,
    })
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('bound to deployer') })
    expect((await json('get', 'second')).config).toEqual(config)
  })

  it('AWS: a request signed here is tried, and delete tells the tokens that it revoked', async () => {
    const make = ['create', 'aws-iam', '--name', 'ec2', '--principal', 'arn:aws:iam::111122223333:role/app', '--require-server-binding']
    expect(await run(['identities', ...make, '--service-account', 'deployer'])).toMatchObject({ code: 0 })
    const env = { ...world.roleEnvironment(world.role()) }
    expect(await run(['identities', 'test', 'ec2', '--aws'], { env })).toMatchObject({ code: 0 })
    const other = { ...world.roleEnvironment(world.role('other')) }
    const refused = await run(['identities', 'test', 'ec2', '--aws'], { env: other })
    expect(refused).toMatchObject({ code: 5, stdout: expect.stringContaining('principal_not_trusted') })
    expect(refused.stdout + refused.stderr).not.toContain(other.AWS_SECRET_ACCESS_KEY)
    const login = await world.machine(env).run(['auth', '--mode', 'aws-iam', '--service-account-id', account.id])
    expect(login).toMatchObject({ code: 0 })
    expect(await json('delete', 'ec2', '--yes')).toMatchObject({ revokedTokens: 1 })
  })
})

/** A reader of the live stream that listens already. */
async function tail(...words: string[]) {
  const child = world.machine({ BONAFIDE_TOKEN: token }).start(['identities', 'tail', '--json', ...words])
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  await once(child.stderr, 'data')
  return {
    next: async (): Promise<unknown> => JSON.parse((await lines.next()).value),
    /** Ends it as Ctrl-C does; answers what was not yet read. */
    async interrupt(): Promise<unknown> {
      const ended = once(child, 'close')
      child.kill('SIGINT')
      await ended
      return (await lines.next()).value
    },
  }
}

describe('tail', () => {
  it('tells logins as they happen, those of one identity or the refused ones alone', async () => {
    const { identity, account: another } = await world.trustedAccount()
    const { identity: quiet } = await world.trustedAccount()
    const all = await tail(identity.id)
    const rejected = await tail('--rejected')
    const silent = await tail(quiet.name)
    await post(`${world.host}${awsRoute}`, world.awsBody(world.role(), another.id))
    expect(await all.next()).toMatchObject({ outcome: 'accepted', externalIdentityId: identity.id })
    await post(`${world.host}${awsRoute}`, world.awsBody(world.role('stranger'), another.id))
    expect(await rejected.next()).toMatchObject({ outcome: 'refused', code: 'principal_not_trusted' })
    expect(await silent.interrupt()).toBeUndefined()
    await Promise.all([all.interrupt(), rejected.interrupt()])
  })
})
