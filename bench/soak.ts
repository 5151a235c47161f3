import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createApp, createSecrets, grantAccountAccess, listEnvironments } from '@bonafide/core'
import { shipCommand } from '../apps/console/integration/cli-command.ts'
import { createFleet } from '../apps/console/integration/server-process.ts'
import { createWorld } from '../apps/console/integration/world.ts'

const runMs = 240_000
const restartAfterMs = 115_000
// As long as a server takes to come up on a slow machine, and longer.
const awayMs = 8000

/** `npm run soak`: tokens of 60 s, a run of four minutes with a server restart in the middle, and not one failed read. */
async function main(): Promise<void> {
  const world = await createWorld()
  const command = await shipCommand()
  const fleet = await createFleet(world)
  try {
    const account = await world.account()
    await world.awsIdentity(account.id, {}, { defaultTtlSeconds: 60, maxTtlSeconds: 60 })
    const app = await createApp({ name: 'soak' }, world.owner.context)
    const [environment] = await listEnvironments({ appId: app.id }, world.owner.context)
    if (!environment) throw new Error('the app has no environment')
    await createSecrets({ environmentId: environment.id, secrets: [{ key: 'GREETING', value: 'hello' }] }, world.owner.context)
    await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [environment.id] }, world.owner.context)
    const port = String(await freePort())
    const url = `http://127.0.0.1:${port}`
    const server = await fleet.start(undefined, { PORT: port, BONAFIDE_PUBLIC_URL: url })
    const reader = join(command.folder, 'reader.mjs')
    await writeFile(reader, readerSource)
    const { accessKeyId, secretAccessKey, sessionToken } = world.role()
    const words = ['run', '--mode', 'aws-iam', '--service-account-id', account.id, '--app', 'soak', '--', process.execPath, reader]
    const program = join(command.folder, 'bonafide.mjs')
    const child = spawn(process.execPath, [program, ...words, program, String(runMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env.PATH,
        HOME: command.folder,
        BONAFIDE_HOST: url,
        BONAFIDE_KEYRING: 'off',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
        AWS_REGION: 'eu-central-1',
      },
    })
    let told = ''
    child.stdout.on('data', (text: Buffer) => {
      told += text.toString()
    })
    const ended = once(child, 'exit')
    await new Promise((resolve) => setTimeout(resolve, restartAfterMs))
    console.log('the server is killed')
    await server.kill()
    await new Promise((resolve) => setTimeout(resolve, awayMs))
    await fleet.start(undefined, { PORT: port, BONAFIDE_PUBLIC_URL: url })
    console.log('the server is up again')
    const [code] = await ended
    const { reads, failures, tokens } = JSON.parse(told) as { reads: number; failures: string[]; tokens: number }
    const minted = await world.count('service_account_tokens')
    console.log(
      `${reads} reads in ${runMs / 60_000} min, ${failures.length} failed; ${tokens} tokens seen, ${minted} minted; exit code ${code}`,
    )
    if (code !== 0 || failures.length > 0 || tokens < 5) {
      console.error(failures.slice(0, 5).join('\n'))
      process.exitCode = 1
    }
  } finally {
    await fleet.close()
    await command.remove()
    await world.close()
  }
}

/** Reads a secret again and again with the command itself, and by the token in the file, as a program without it would. */
const readerSource = `
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
const [, , program, milliseconds] = process.argv
const endsAt = Date.now() + Number(milliseconds)
const tokens = new Set()
const failures = []
let reads = 0
while (Date.now() < endsAt) {
  tokens.add(readFileSync(process.env.BONAFIDE_TOKEN_FILE, 'utf8'))
  const read = spawnSync(process.execPath, [program, 'secrets', 'get', 'GREETING', '--app', 'soak'], { encoding: 'utf8' })
  reads++
  if (read.status !== 0 || read.stdout.trim() !== 'hello') failures.push(new Date().toISOString() + ' ' + read.stderr)
  await new Promise((resolve) => setTimeout(resolve, 500))
}
console.log(JSON.stringify({ reads, failures, tokens: tokens.size }))
`

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('no port is free')
  return address.port
}

await main()
