import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  env?: Record<string, string | undefined>
  stdin?: string | Uint8Array
  cwd?: string
}

/** The command as it is shipped, in a home folder of its own. */
export interface CommandUnderTest {
  home: string
  /** The program itself, for children that call it. */
  file: string
  run(words: string[], options?: RunOptions): Promise<Outcome>
  /** Starts it and leaves it running. */
  start(words: string[], options?: RunOptions): { child: ChildProcessWithoutNullStreams; outcome: Promise<Outcome> }
  remove(): Promise<void>
}

/** Bundles the command as a release does, into a folder where no keyring library is. */
export async function bundleCommand(): Promise<CommandUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'bonafide-cli-'))
  const outfile = join(folder, 'bonafide.mjs')
  await build({
    entryPoints: [fileURLToPath(new URL('../main.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['@napi-rs/keyring'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  })
  const home = join(folder, 'home')
  const start: CommandUnderTest['start'] = (words, { env = {}, stdin, cwd = folder } = {}) => {
    const child = spawn(process.execPath, [outfile, ...words], {
      cwd,
      env: { PATH: process.env.PATH, HOME: home, AWS_EC2_METADATA_DISABLED: 'true', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child.stdin.on('error', () => undefined)
    // An open pipe that says nothing: a command that waits for it would hang, and the test with it.
    if (stdin !== undefined) child.stdin.end(stdin)
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    const outcome = new Promise<Outcome>((resolve) =>
      child.once('close', (code, signal) =>
        resolve({ code, signal, stdout: Buffer.concat(stdout).toString('utf8'), stderr: Buffer.concat(stderr).toString('utf8') }),
      ),
    )
    return { child, outcome }
  }
  return {
    home,
    file: outfile,
    start,
    run: (words, options) => start(words, options).outcome,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
