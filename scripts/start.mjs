// `npm start` on a fresh clone: installs and builds what is missing, then becomes the server.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildAll } from './build.mjs'
import { ensureInstalled, requireNode } from './install.mjs'
import { environment, fail, root } from './run.mjs'
import { isBuilt } from './stamp.mjs'

try {
  requireNode()
  await ensureInstalled()
  if (!isBuilt()) {
    console.log('Building …')
    await buildAll()
  }
} catch (error) {
  fail(error)
}

const server = spawn(process.execPath, [join(root, 'apps/console/dist/server.mjs'), ...process.argv.slice(2)], {
  cwd: root,
  env: { ...environment, NODE_ENV: 'production' },
  stdio: 'inherit',
})

// A terminal sends Ctrl-C to the server as well as to us; passed on it would arrive twice and look like impatience.
process.on('SIGINT', () => process.stdin.isTTY || server.kill('SIGINT'))
for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => server.kill(name))

server.once('error', fail)
server.once('exit', (code, signal) => {
  if (!signal) process.exit(code ?? 1)
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
})
