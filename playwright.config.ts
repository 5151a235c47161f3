import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** $CHROMIUM_PATH, a browser of the system, or undefined: Playwright's own. */
const chromiumPath = process.env.CHROMIUM_PATH || systemBrowsers.find((path) => existsSync(path))

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

// Every worker reads this file again and has to find what the first reading chose.
process.env.E2E_PORT ??= String(await freePort())
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), 'bonafide-e2e-'))
// Made for this run; whoever makes the owner and whoever signs in as her read it here.
process.env.E2E_OWNER_PASSWORD ??= randomBytes(12).toString('base64url')
// An AWS of the run's own, and the keys by which the server under test is somebody in it.
process.env.E2E_AWS_PORT ??= String(await freePort())
process.env.E2E_AWS_KEY_ID ??= `AKIA${randomBytes(8).toString('hex').toUpperCase()}`
process.env.E2E_AWS_KEY ??= randomBytes(30).toString('base64')
// Where stories take webhooks, on this machine: the operator has to name it.
process.env.E2E_WEBHOOK_PORT ??= String(await freePort())
const awsURL = `http://127.0.0.1:${process.env.E2E_AWS_PORT}`
const awsKeys = { AWS_ACCESS_KEY_ID: process.env.E2E_AWS_KEY_ID, AWS_SECRET_ACCESS_KEY: process.env.E2E_AWS_KEY }
const baseURL = `http://localhost:${process.env.E2E_PORT}`

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export default defineConfig({
  testDir: 'apps/console/e2e',
  outputDir: '.e2e-results',
  timeout: 120_000,
  // Deriving keys takes seconds by design, and longer on a busy machine.
  expect: { timeout: 60_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  globalTeardown: './apps/console/e2e/remove-data.ts',
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: chromiumPath, args: flags },
  },
  // The first run of the server is a story of its own; what follows finds its owner. `--no-deps` makes her without the story.
  projects: [
    { name: 'first run', testMatch: 'setup.spec.ts' },
    { name: 'console', testIgnore: 'setup.spec.ts', dependencies: ['first run'] },
  ],
  webServer: [
    {
      command: `"${process.execPath}" --import tsx apps/console/e2e/aws-server.ts`,
      wait: { stdout: /AWS is listening/ },
      timeout: 60_000,
      env: { ...awsKeys, E2E_AWS_PORT: process.env.E2E_AWS_PORT },
    },
    {
      command: `"${process.execPath}" apps/console/dist/server.mjs`,
      // The set-up code is printed once and nowhere else; Playwright hands it to the tests as E2E_SETUP_CODE.
      wait: { stdout: /\/setup#(?<e2e_setup_code>[\w-]{43})[\s\S]*Ctrl-C stops the server/ },
      timeout: 60_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
      env: {
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PORT: process.env.E2E_PORT,
        BONAFIDE_PUBLIC_URL: baseURL,
        BONAFIDE_DATA_DIR: process.env.E2E_DATA_DIR,
        BONAFIDE_LOG_LEVEL: 'warn',
        DATABASE_URL: '',
        ...awsKeys,
        BONAFIDE_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${process.env.E2E_WEBHOOK_PORT}`,
        AWS_ENDPOINT_URL_STS: awsURL,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: awsURL,
      },
    },
  ],
})
