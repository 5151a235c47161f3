import { openSync } from 'node:fs'
import { ReadStream, WriteStream } from 'node:tty'
import type { Environment } from './env.ts'
import { Failure, usage } from './failure.ts'

export type ColorWhen = 'auto' | 'always' | 'never'

/** The three streams, and what may be done with them. Results go to stdout; everything else goes to stderr. */
export interface Terminal {
  stdoutIsTerminal: boolean
  /** Whether a person can be asked. */
  interactive: boolean
  /** Paints text for stderr, or for stdout, if that stream shows colours. */
  paint(style: Style, text: string, stream?: 'stdout' | 'stderr'): string
  result(text: string): void
  notice(text: string): void
  /** Everything on stdin. Called only where the user asked for it with `-`. */
  readStdin(): Promise<Uint8Array>
  askSecret(message: string): Promise<string>
  confirm(message: string): Promise<boolean>
}

const styles = { red: '31', green: '32', yellow: '33', dim: '2', bold: '1' } as const
export type Style = keyof typeof styles

export interface TerminalOptions {
  color: ColorWhen
  quiet: boolean
  /** False with `--no-input`. */
  input: boolean
}

export function createTerminal(environment: Environment, options: TerminalOptions): Terminal {
  const colors = {
    stdout: showsColor(process.stdout.isTTY, environment, options),
    stderr: showsColor(process.stderr.isTTY, environment, options),
  }
  const interactive = options.input && !environment.ci && process.stdin.isTTY === true && process.stderr.isTTY === true
  const requireInteractive = (message: string) => {
    if (!interactive) throw usage(`Cannot ask "${message}" here: there is no terminal, or prompts are switched off.`)
  }
  return {
    stdoutIsTerminal: process.stdout.isTTY === true,
    interactive,
    paint: (style, text, stream = 'stderr') => (colors[stream] ? `\u001b[${styles[style]}m${text}\u001b[0m` : text),
    result: (text) => void process.stdout.write(text),
    notice: (text) => void (options.quiet || process.stderr.write(`${text}\n`)),
    readStdin,
    async askSecret(message) {
      requireInteractive(message)
      const { password, isCancel } = await import('@clack/prompts')
      return withTty(async (tty) => answered<string>(await password({ message, ...tty }), isCancel))
    },
    async confirm(message) {
      requireInteractive(message)
      const { confirm, isCancel } = await import('@clack/prompts')
      return withTty(async (tty) => answered<boolean>(await confirm({ message, initialValue: false, ...tty }), isCancel))
    },
  }
}

function showsColor(isTerminal: boolean | undefined, environment: Environment, { color }: TerminalOptions): boolean {
  if (color !== 'auto') return color === 'always'
  if (environment.noColor) return false
  return environment.forceColor || isTerminal === true
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Prompts talk to the terminal itself, so that neither stdout nor a pipe ever sees them. */
async function withTty<Answer>(
  ask: (tty: { input: ReadStream | typeof process.stdin; output: WriteStream | typeof process.stderr }) => Promise<Answer>,
): Promise<Answer> {
  const descriptor = openTty()
  if (descriptor === undefined) return ask({ input: process.stdin, output: process.stderr })
  const input = new ReadStream(descriptor)
  const output = new WriteStream(openSync('/dev/tty', 'w'))
  try {
    return await ask({ input, output })
  } finally {
    input.destroy()
    output.destroy()
  }
}

function openTty(): number | undefined {
  try {
    return openSync('/dev/tty', 'r+')
  } catch {
    // Windows, or a process without a controlling terminal: stdin and stderr are what there is.
    return undefined
  }
}

function answered<Value>(answer: unknown, isCancel: (answer: unknown) => boolean): Value {
  if (isCancel(answer)) throw new Failure('interrupted', 'Cancelled.', { code: 'interrupted' })
  return answer as Value
}
