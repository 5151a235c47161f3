import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { createWorld, type World } from '../integration/world.ts'

const root = join(import.meta.dirname, '../../..')
const next = join(dirname(createRequire(import.meta.url).resolve('next/package.json')), 'dist/bin/next')

/** The two ways in which the same doors are mounted: in front of Next.js by our own server, and inside it where there is none (Vercel). */
const mounts = {
  'our own server': [join(root, 'apps/console/dist/server.mjs')],
  'Next.js alone': [next, 'start', join(root, 'apps/console')],
}

const routes = [
  '/identities/external/v1/aws/iam/auth/',
  '/service/identities/external/v1/aws/iam/auth/',
  '/public/identities/external/v1/aws/iam/auth/',
  '/service/public/identities/external/v1/aws/iam/auth/',
  '/api/v1/auth/aws-iam',
]

let world: World
let sts: { url: string; close(): Promise<unknown> }
test.beforeAll(async () => {
  world = await createWorld()
  sts = await world.sts.listen()
})
test.afterAll(async () => {
  await sts.close()
  await world.close()
})

let seconds = 0
for (const [name, command] of Object.entries(mounts)) {
  test(`D2: an exchange goes through ${name}, with and without the prefixes, and is never redirected`, async () => {
    const account = await world.account()
    await world.awsIdentity(account.id)
    const server = await start(command)
    try {
      for (const route of routes) {
        // Each request needs a signature of its own, and so a second of its own.
        const body = world.awsBody(world.role(), account.id, { now: new Date(Date.now() - ++seconds * 1000) })
        const answer = await fetch(server.url + route, { method: 'POST', body: JSON.stringify(body), redirect: 'manual' })
        expect(answer.status, route).toBe(200)
        expect(await answer.json()).toMatchObject({ authentication: { tokenType: 'ServiceAccount', TTL: 3600 } })
        expect(answer.headers.get('cache-control')).toContain('no-store')
      }
      const refused = await fetch(`${server.url}/service/secrets/tokens/`, { redirect: 'manual' })
      expect(refused.status).toBe(401)
      expect((await fetch(`${server.url}/service/secrets/tokens`, { redirect: 'manual' })).status).toBe(404)
    } finally {
      await server.stop()
    }
  })
}

async function start(command: string[]): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const environment = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(port),
    DATABASE_URL: world.database.url,
    BONAFIDE_SECRET_KEY: world.secret,
    BONAFIDE_PUBLIC_URL: 'https://bonafide.example',
    BONAFIDE_LOG_LEVEL: 'warn',
    AWS_ENDPOINT_URL_STS: sts.url,
  }
  const child = spawn(process.execPath, command, { env: environment, stdio: 'inherit' })
  const url = `http://127.0.0.1:${port}`
  await ready(url, child)
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
