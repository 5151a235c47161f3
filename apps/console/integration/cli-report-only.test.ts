import { bindExtIdentity, createExtIdentity, type ServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'
import { oidcRoute } from './refusals.ts'
import { post } from './world.ts'

const audience = 'https://bonafide.example'
const sub = 'repo:acme/shop:ref:refs/heads/main'

let world: CommandWorld
let account: ServiceAccount
let run: ReturnType<CommandWorld['machine']>['run']

beforeAll(async () => {
  world = await createCommandWorld()
  account = await world.account({ name: 'deployer' })
  const { createPersonalAccessToken } = await world.graphql(
    'mutation { createPersonalAccessToken(input: { name: "laptop", expiresInSeconds: 3600 }) { token } }',
  )
  run = world.machine({ BONAFIDE_TOKEN: createPersonalAccessToken.token }).run
  const config = { issuer: world.issuer.issuer, audiences: [audience], subjects: [sub] }
  const identity = await createExtIdentity({ provider: 'oidc', name: 'shop-main', config }, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, world.owner.context)
})
afterAll(() => world.close())

const update = (...words: string[]) => run(['identities', 'update', 'shop-main', ...words])
const logIn = async (environment: string) => {
  const jwt = world.issuer.issue({ claims: { sub, aud: audience, environment } })
  const body = { account: { type: 'service', id: account.id }, oidc: { jwt: Buffer.from(jwt).toString('base64') } }
  return (await post(`${world.host}${oidcRoute}`, body)).status
}

describe('identities update, for who is not sure', () => {
  it('N-12 says who would be refused, and changes nothing', async () => {
    expect([await logIn('staging'), await logIn('production')]).toEqual([200, 200])
    const versions = await world.count('external_identity_versions')
    const { code, stdout } = await update('--claim', 'environment = production', '--preview')
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 caller that got in would now be refused (1 attempt)')])
    for (const told of [sub, 'as deployer', 'claim_mismatch', 'expected environment = production; received staging'])
      expect(stdout).toContain(told)
    const told = JSON.parse((await update('--claim', 'environment = production', '--preview', '--days', '1', '--json')).stdout)
    expect(told.totals).toEqual([{ kind: 'REFUSED', callers: 1, attempts: 1 }])
    expect(await world.count('external_identity_versions')).toBe(versions)
  })

  it('N-05 switches report-only on, counts what it lets through, and enforces', async () => {
    expect(await update('--claim', 'environment = production', '--report-only')).toMatchObject({ code: 0 })
    expect(await logIn('staging')).toBe(200)
    const { stdout } = await run(['identities', 'get', 'shop-main'])
    expect(stdout).toContain('enabled, report-only since ')
    expect(stdout).toMatch(/Reported {3}1 login would have been refused\n +1 × claim_mismatch: environment = production, last /)
    expect((await run(['identities', 'list'])).stdout).toContain('enabled, report-only')
    expect(await update('--enforce')).toMatchObject({ code: 0 })
    expect(await logIn('staging')).toBe(403)
    expect((await run(['identities', 'get', 'shop-main'])).stdout).not.toContain('eport')
  })

  it.each([
    [['--report-only', '--enforce'], 'exclude each other'],
    [['--disable', '--preview', '--days', '31'], 'no number of days'],
    [['--disable', '--days', '3'], 'belongs to --preview'],
    [['--preview'], 'Nothing is said'],
  ])('%j is not understood', async (words, sentence) => {
    expect(await update(...words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) })
  })
})
