import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { createPersonalAccessToken, readLabCommands, removeLab } from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLab } from '../src/server/lab/lab.ts'
import { type CommandWorld, createCommandWorld } from './cli-world.ts'
import { loadDemo, productLab } from './lab-world.ts'
import { random } from './world.ts'

const { personas } = createLab({ secretKey: '0'.repeat(64), runtime: { now: Date.now, randomBytes: random } })
const each = personas.map((persona) => [persona.id, persona] as const)

let world: CommandWorld

beforeAll(async () => {
  world = await createCommandWorld({ lab: productLab })
  await loadDemo(world)
  // What `npx bonafide` finds in a clone.
  const script = join(world.command.folder, 'bonafide')
  await writeFile(script, `#!/bin/sh\nexec '${process.execPath}' '${join(world.command.folder, 'bonafide.mjs')}' "$@"\n`)
  await chmod(script, 0o755)
}, 60_000)
afterAll(() => world.close())

/** Runs what an administrator would paste into a terminal. */
async function paste(command: string, env: Record<string, string> = {}) {
  const path = `${world.command.folder}${delimiter}${process.env.PATH}`
  const shell = promisify(execFile)('/bin/sh', ['-c', command], { env: { PATH: path, HOME: world.command.folder, ...env } })
  return shell.then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  )
}

async function lastExchange() {
  const { rows } = await world.database.pool.query('select outcome, code, user_agent from exchanges order by id desc limit 1')
  return rows[0]
}
const commandsOf = (personaId: string) => readLabCommands({ personaId }, world.owner.context)

describe.each(each)('%s in a terminal', (id, { provider, expects }) => {
  it('with curl: one paste is the exchange', async () => {
    const { curl, validUntil } = await commandsOf(id)
    const { stdout } = await paste(curl)
    expect(await lastExchange()).toMatchObject(expects)
    expect(stdout.includes('"token":"pss_service:v2:')).toBe(expects.outcome === 'accepted' || id === 'aws-replay')
    expect(validUntil.getTime() > world.clock.now()).toBe(!id.endsWith('-expired'))
    expect(world.outbound).toEqual([])
  })

  it('with the command of a workload, or the one of administrators', async () => {
    const { cli } = await commandsOf(id)
    const { token } = await createPersonalAccessToken({ name: id, expiresInSeconds: 600 }, world.owner.context)
    const { code, stdout } = await paste(cli, { BONAFIDE_TOKEN: token ?? '', AWS_PROFILE: 'elsewhere', AZURE_CLIENT_ID: 'elsewhere' })
    const exchange = await lastExchange()
    expect(exchange).toMatchObject(expects)
    const isWorkload = cli.includes(' auth --mode ')
    expect(isWorkload).toBe(!['aws-expired', 'aws-replay', 'azure-person'].includes(id) && provider !== 'oidc')
    expect(exchange.user_agent === 'bonafide lab').toBe(!isWorkload)
    if (isWorkload && expects.outcome === 'accepted') expect(JSON.parse(stdout).authentication.TTL).toBe(900)
    expect(code).toBe(isWorkload && expects.outcome === 'refused' ? 5 : 0)
    expect(world.outbound).toEqual([])
  })
})

describe('bonafide lab', () => {
  const admin = async () => {
    const { token } = await createPersonalAccessToken({ name: 'terminal', expiresInSeconds: 600 }, world.owner.context)
    return world.machine({ BONAFIDE_TOKEN: token ?? '' })
  }

  it('personas: lists who can be sent', async () => {
    const { run } = await admin()
    const { code, stdout } = await run(['lab', 'personas', '--json=id,expects'])
    expect(code).toBe(0)
    const upper = ({ outcome, code: reason }: (typeof personas)[number]['expects']) => ({ outcome: outcome.toUpperCase(), code: reason })
    expect(JSON.parse(stdout)).toEqual(personas.map(({ id, expects }) => ({ id, expects: upper(expects) })))
    expect((await run(['lab', 'personas'])).stdout).toContain('aws-replay\treplayed\t')
  })

  it('exchange: prints the checks, never the token', async () => {
    const { run } = await admin()
    const accepted = await run(['lab', 'exchange', '--persona', 'aws-role'])
    expect(accepted).toMatchObject({ code: 0 })
    expect(accepted.stdout).toMatch(/^Outcome {4}accepted\n[\s\S]*✓ trust\n/)
    expect(accepted.stdout + accepted.stderr).not.toMatch(/[0-9a-f]{64}/)
    const refused = await run(['lab', 'exchange', '--persona', 'azure-other-tenant', '--json=outcome,code,tokenPreview'])
    expect(JSON.parse(refused.stdout)).toEqual({ outcome: 'REFUSED', code: 'issuer_not_allowed', tokenPreview: null })
  })

  it('brings the demo secrets to a program, with the token of a simulated workload', async () => {
    const { stdout } = await paste((await commandsOf('aws-role')).cli)
    const { run } = world.machine({ BONAFIDE_TOKEN: JSON.parse(stdout).authentication.token })
    const print = 'process.stdout.write(process.env.STRIPE_KEY)'
    const ran = await run(['run', '--app', 'demo', '--env', 'production', '--', process.execPath, '-e', print])
    expect(ran).toMatchObject({ code: 0, stdout: 'demo-stripe-key-production' })
    expect(await run(['secrets', 'set', 'NEW=x', '--app', 'demo', '--env', 'production'])).toMatchObject({ code: 5 })
  })

  it('the endpoint of a simulated machine gives nothing to whoever lacks its secret, or another machine’s', async () => {
    const { cli } = await commandsOf('azure-managed-identity')
    const [, endpoint = ''] = /IDENTITY_ENDPOINT=(\S+)/.exec(cli) ?? []
    const [, secret = ''] = /IDENTITY_HEADER=(\S+)/.exec(cli) ?? []
    const get = (url: string, header: string) =>
      fetch(`${url}?resource=https://management.azure.com/`, { headers: { 'x-identity-header': header } })
    expect((await get(endpoint, secret)).status).toBe(200)
    for (const [url, header] of [
      [endpoint, ''],
      [endpoint, secret.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
      [endpoint.replace('azure-managed-identity', 'azure-unlisted'), secret],
      [endpoint.replace('azure-managed-identity', 'azure-person'), secret],
      [endpoint.replace('azure-managed-identity', 'nobody'), secret],
    ] as const) {
      const answer = await get(url, header)
      expect(answer.status, url).toBe(404)
      expect(await answer.text()).not.toContain('access_token')
    }
  })

  it('says what to do without a demo workspace, and then the simulated machine is gone too', async () => {
    const { cli } = await commandsOf('azure-managed-identity')
    await removeLab(world.owner.context)
    const { run } = await admin()
    const refused = await run(['lab', 'exchange', '--persona', 'aws-role'])
    expect(refused).toMatchObject({ code: 6, stdout: '' })
    expect(refused.stderr).toContain('Load the demo workspace')
    expect((await paste(cli)).code).toBe(4)
  })
})
