import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bindExtIdentity, createExtIdentity, createSecrets, httpStatus, rateLimits } from '@bonafide/core'
import { buildSchema, parse, validate } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'

const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)

let world: CommandWorld
let page: string

beforeAll(async () => {
  page = await readFile(join(root, 'docs/api.md'), 'utf8')
  world = await createCommandWorld()
})
afterAll(() => world.close())

/** The code blocks of the page in one language. */
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text)
/** The block that begins with this mark. */
const marked = (language: string, mark: string): string =>
  blocks(language).find((text) => /^(?:#|\/\/): (\w+)/.exec(text)?.[1] === mark) ?? expect.fail(`no block ${mark}`)

/** Runs a program of the page as its reader would. */
async function runBlock(language: 'sh' | 'js' | 'python', mark: string, environment: Record<string, string | undefined>) {
  const file = join(world.command.folder, { sh: 'block.sh', js: 'block.mjs', python: 'block.py' }[language])
  await writeFile(file, marked(language, mark))
  const program = { sh: 'sh', js: process.execPath, python: 'python3' }[language]
  const { PATH = '', HOME = '' } = process.env
  const { stdout } = await run(program, [file], { env: { PATH, HOME, BONAFIDE_HOST: world.host, ...environment } })
  return JSON.parse(stdout)
}

const token = expect.objectContaining({ tokenType: 'ServiceAccount', token: expect.stringMatching(/^pss_service:v2:/), TTL: 3600 })

describe('R-154: docs/api.md', () => {
  it('has JSON that is JSON', () => {
    expect(blocks('json').length).toBeGreaterThan(4)
    for (const text of blocks('json')) expect(() => JSON.parse(text), text).not.toThrow()
  })

  it('has operations that the schema knows', async () => {
    const schema = buildSchema(await readFile(join(root, 'schema.graphql'), 'utf8'))
    expect(blocks('graphql').length).toBeGreaterThan(3)
    for (const text of blocks('graphql')) expect(validate(schema, parse(text)), text).toEqual([])
  })

  it('tells each refusal under the status it has', () => {
    const rows = [...page.matchAll(/^\| (\d{3}) \| `(\w+)` \|/gm)].map(([, status, code = '']) => [code, Number(status)])
    expect(rows.length).toBeGreaterThan(10)
    expect(Object.fromEntries(rows)).toEqual(
      Object.fromEntries(Object.entries(httpStatus).filter(([code]) => rows.some(([told]) => told === code))),
    )
  })

  it('tells the rate limits that are in force', () => {
    const rows = [...page.matchAll(/^\| [^|]+ \| [^|]+ \| (\d+) \| (\d+) per (?:(\d+) )?seconds? \|$/gm)].map(
      ([, capacity, count, seconds = 1]) => `${capacity}, then ${Number(count) / Number(seconds)}`,
    )
    const inForce = Object.values(rateLimits).map(({ capacity, refillPerSecond }) => `${capacity}, then ${refillPerSecond}`)
    expect(new Set(rows)).toEqual(new Set(inForce))
  })

  it.each(['python', 'js', 'sh'] as const)('signs by hand in %s, bound to this server', async (language) => {
    const { account } = await world.trustedAccount({ requireServerBinding: true })
    const temporary = { SERVICE_ACCOUNT_ID: account.id, ...world.roleEnvironment(world.role()) }
    expect(await runBlock(language, 'sign', temporary)).toEqual({ authentication: token })
  })

  it.each(['python', 'js', 'sh'] as const)('signs by hand in %s with the lasting keys of a user', async (language) => {
    const user = world.sts.addUser({ account: '111122223333', userName: 'ci' })
    const { account } = await world.trustedAccount({ principals: [user.arn] })
    const lasting = { AWS_ACCESS_KEY_ID: user.accessKeyId, AWS_SECRET_ACCESS_KEY: user.secretAccessKey }
    expect(await runBlock(language, 'sign', { SERVICE_ACCOUNT_ID: account.id, ...lasting })).toEqual({ authentication: token })
  })

  it('trades a token of Entra with curl', async () => {
    const { tenantId } = await world.entra.addTenant()
    const { oid } = world.entra.addServicePrincipal({ tenantId })
    const account = await world.account()
    const config = { tenantId, allowedServicePrincipalIds: [oid] }
    const identity = await createExtIdentity({ provider: 'azure_entra', name: 'azure', config }, world.owner.context)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, world.owner.context)
    const jwt = await world.entra.issueToken({ tenantId, oid, audience: 'https://management.azure.com/' })
    expect(await runBlock('sh', 'azure', { SERVICE_ACCOUNT_ID: account.id, jwt })).toEqual({ authentication: token })
  })

  it('trades a token of an issuer with curl', async () => {
    const account = await world.account()
    const config = { issuer: world.issuer.issuer, audiences: [world.host], subjects: ['job:1'] }
    const identity = await createExtIdentity({ provider: 'oidc', name: 'pipeline', config }, world.owner.context)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, world.owner.context)
    const jwt = world.issuer.issue({ claims: { aud: world.host, sub: 'job:1' } })
    expect(await runBlock('sh', 'oidc', { SERVICE_ACCOUNT_ID: account.id, jwt })).toEqual({ authentication: token })
  })

  it('reads secrets with curl, in the shape that it shows', async () => {
    const { account } = await world.trustedAccount()
    const app = await world.app('shop', account.id)
    const secrets = [{ key: 'DATABASE_URL', value: 'postgres://db.internal/shop' }]
    await createSecrets({ environmentId: app.environments.Development, secrets }, world.owner.context)
    const { authentication } = await runBlock('js', 'sign', { SERVICE_ACCOUNT_ID: account.id, ...world.roleEnvironment(world.role()) })
    const [secret] = await runBlock('sh', 'secrets', { APP_ID: app.id, BONAFIDE_TOKEN: authentication.bearerToken })
    const [shown] = blocks('json').flatMap((text) => {
      const value: unknown = JSON.parse(text)
      return Array.isArray(value) ? value : []
    })
    expect(secret).toMatchObject({ key: shown.key, value: shown.value, path: shown.path, type: shown.type, lifecycle: shown.lifecycle })
    expect(Object.keys(secret).sort()).toEqual(Object.keys(shown).sort())
  })
})
