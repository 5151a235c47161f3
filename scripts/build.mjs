// `npm run build`: generated code, the console's pages, the server and the command line, each as one file.
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, requireNode } from './install.mjs'
import { fail, installed, must, root } from './run.mjs'
import { sourceStamp, writeStamp } from './stamp.mjs'

const server = 'apps/console/dist'

/** Entry point → file. */
const serverPrograms = {
  'apps/console/server.ts': `${server}/server.mjs`,
  'apps/console/src/server/passphrase-worker.ts': `${server}/passphrase-worker.mjs`,
  'apps/console/src/server/migrate.ts': `${server}/migrate.mjs`,
  'apps/console/src/server/rotate-keys.ts': `${server}/rotate-keys.mjs`,
  'apps/console/src/server/replace-issuer-keys.ts': `${server}/replace-issuer-keys.mjs`,
}
const commandLine = { 'packages/cli/src/main.ts': 'packages/cli/dist/bonafide.mjs' }

/** These stay packages: they load files of their own at run time, or must be the same instance that Next loads. */
const external = [
  'next',
  'pg',
  'pg-native',
  'graphile-worker',
  'graphql',
  '@graphql-tools/schema',
  '@napi-rs/keyring',
  'pino',
  'jsonc-parser',
]

/** CommonJS packages inside an ESM bundle still call `require`. */
const requireBanner = `import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);`

/** `server-only` throws outside Next, which is where the server runs. */
const withoutServerOnly = {
  name: 'without-server-only',
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, () => ({ path: 'server-only', namespace: 'empty' }))
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }))
  },
}

async function bundle([entry, outfile], banner) {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external,
    plugins: [withoutServerOnly],
    banner: { js: banner },
    logLevel: 'warning',
    legalComments: 'none',
  })
}

export async function buildAll() {
  const stamp = sourceStamp()
  await step('Generated code', () => must(installed('tsx'), ['codegen.ts']))
  await step('Server', async () => {
    for (const program of Object.entries(serverPrograms)) await bundle(program, requireBanner)
  })
  await step('Command line', async () => {
    for (const program of Object.entries(commandLine)) {
      await bundle(program, `#!/usr/bin/env node\n${requireBanner}`)
      chmodSync(join(root, program[1]), 0o755)
    }
  })
  await step('Console', () => must(installed('next'), ['build'], { cwd: join(root, 'apps/console'), env: { NODE_ENV: 'production' } }))
  writeStamp(stamp)
}

async function step(name, action) {
  const start = Date.now()
  await action()
  console.log(`${name} built in ${((Date.now() - start) / 1000).toFixed(1)} s`)
}

if (process.argv[1] === import.meta.filename) {
  try {
    requireNode()
    await ensureInstalled()
    rmSync(join(root, server), { recursive: true, force: true })
    await buildAll()
  } catch (error) {
    fail(error)
  }
}
