import { spawn } from 'node:child_process'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** Nothing that we start phones home, or warns about a Node version that we support. */
export const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
  DO_NOT_TRACK: '1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/**
 * Runs a command without standard input and waits for it.
 * @param {string} file
 * @param {string[]} list
 * @param {{ cwd?: string, env?: Record<string, string>, show?: boolean, timeoutMs?: number }} options `show` prints the output as it comes.
 * @returns {Promise<{ ok: boolean, code: number | null, output: string }>}
 */
export function run(file, list, { cwd = root, env = {}, show = false, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    // Command files of Windows (npm.cmd) run only in a shell.
    const shell = process.platform === 'win32' && !/\.exe$/i.test(file)
    const child = spawn(file, list, {
      cwd,
      env: { ...environment, ...env },
      shell,
      timeout: timeoutMs,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.once('error', (error) => resolve({ ok: false, code: null, output: `${output}${error.message}\n` }))
    child.once('close', (code) => resolve({ ok: code === 0, code, output }))
  })
}

/** Like `run`, and throws with the output when the command fails. */
export async function must(file, list, options = {}) {
  const outcome = await run(file, list, options)
  if (!outcome.ok) throw new Error(`${[file, ...list].join(' ')} failed (${outcome.code})\n${outcome.output}`.trim())
  return outcome.output
}

/** The path of a command that `npm ci` installed. */
export function installed(command) {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${command}.cmd` : command)
}

/** Ends the process with a sentence instead of a stack. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
