import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  env?: Record<string, string | undefined>
  stdin?: string
  cwd?: string
}

/** The `bonafide` command as it is shipped: one file, in a folder without any library beside it. */
export interface ShippedCommand {
  folder: string
  /** Runs it with this environment and nothing of ours but PATH. */
  run(words: string[], options?: RunOptions): Promise<Outcome>
  /** Starts it and leaves it running. */
  start(words: string[], options?: RunOptions): ChildProcessWithoutNullStreams
  remove(): Promise<void>
}

const root = join(import.meta.dirname, '../../..')
const requireBanner = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

export async function shipCommand(): Promise<ShippedCommand> {
  const folder = await mkdtemp(join(tmpdir(), 'bonafide-command-'))
  const program = join(folder, 'bonafide.mjs')
  await promisify(execFile)(join(root, 'node_modules/.bin/esbuild'), [
    join(root, 'packages/cli/src/main.ts'),
    `--outfile=${program}`,
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--target=node20',
    '--external:@napi-rs/keyring',
    `--banner:js=${requireBanner}`,
    '--log-level=error',
  ])
  return {
    folder,
    run: (words, options) => runProgram(program, words, { cwd: folder, ...options }),
    start: (words, options) => startProgram(program, words, { cwd: folder, ...options }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const startProgram = (program: string, words: string[], { env = {}, cwd }: RunOptions): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [program, ...words], { cwd, env: { PATH: process.env.PATH, ...env } })

function runProgram(program: string, words: string[], { stdin, ...options }: RunOptions): Promise<Outcome> {
  const child = startProgram(program, words, options)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  child.stdin.on('error', () => undefined)
  // Left open otherwise: a command that waits for input that nobody announced would hang, and its test with it.
  if (stdin !== undefined) child.stdin.end(stdin)
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...output })))
}
