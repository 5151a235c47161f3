import { randomBytes } from 'node:crypto'
import type { Command } from 'commander'
import { type Environment, readEnvironment } from './env.ts'
import { usage } from './failure.ts'
import { createHttp, type Http } from './http.ts'
import { createStreams, type OpenStream } from './http-stream.ts'
import { type CredentialStore, createCredentialStore } from './keyring.ts'
import { type Paths, pathsOf } from './paths.ts'
import { createPlatformFetch } from './platform-fetch.ts'
import { type ColorWhen, createTerminal, type Terminal } from './terminal.ts'

/** Flags that every command takes. */
export interface GlobalFlags {
  host?: string
  profile: string
  token?: string
  json: boolean
  fields?: string[]
  output?: string
  quiet: boolean
  verbose: boolean
  yes: boolean
}

/** Everything a command is lent: flags, environment, streams, clock, dice, network, and the places it may write to. */
export interface Invocation {
  flags: GlobalFlags
  environment: Environment
  terminal: Terminal
  http: Http
  /** Answers that do not end. */
  openStream: OpenStream
  /** Lent to what asks the platforms for their tokens. */
  platformFetch: typeof fetch
  paths: Paths
  store: CredentialStore
  runtime: { now(): number; randomBytes(length: number): Uint8Array }
}

interface RawFlags {
  host?: string
  profile?: string
  token?: string
  json?: boolean
  fields?: string
  output?: string
  quiet?: boolean
  verbose?: boolean
  input?: boolean
  yes?: boolean
  color?: ColorWhen
  timeout?: string
  caFile?: string
}

/** What the action of a command is called with: its own flags are in `command.opts()`, the global ones are gathered from its parents. */
export function invocationOf(command: Command): Invocation {
  const raw: RawFlags = command.optsWithGlobals()
  const environment = readEnvironment()
  const terminal = createTerminal(environment, { color: raw.color ?? 'auto', quiet: raw.quiet ?? false, input: raw.input ?? true })
  const verbose = raw.verbose ?? false
  const log = verbose || environment.debugHttp ? (line: string) => process.stderr.write(`${line}\n`) : undefined
  const network = { timeoutMs: timeoutMs(raw.timeout), caFile: raw.caFile ?? environment.caFile, log }
  const paths = pathsOf(environment)
  return {
    flags: {
      host: raw.host,
      profile: profileName(raw.profile ?? environment.profile ?? 'default'),
      token: raw.token,
      json: raw.json === true || raw.output === 'json',
      fields: raw.fields?.split(',').map((field) => field.trim()),
      output: raw.output,
      quiet: raw.quiet ?? false,
      verbose,
      yes: raw.yes ?? false,
    },
    environment,
    terminal,
    http: createHttp(network),
    openStream: createStreams(network),
    platformFetch: createPlatformFetch(network.caFile),
    paths,
    store: createCredentialStore(environment, paths),
    runtime: { now: () => Date.now(), randomBytes: (length) => new Uint8Array(randomBytes(length)) },
  }
}

function timeoutMs(text: string | undefined): number {
  if (text === undefined) return 30_000
  const seconds = Number(text)
  if (!(seconds > 0 && seconds <= 3600)) throw usage(`"${text}" is not a time limit.`, 'Give seconds from 1 to 3600')
  return seconds * 1000
}

function profileName(text: string): string {
  if (!/^[\w.-]{1,64}$/.test(text) || text === '__proto__')
    throw usage(`"${text}" is not a name of a profile.`, 'Use letters, digits, dots, hyphens and underscores')
  return text
}
