import { readFile } from 'node:fs/promises'
import { type Api, createApi, type Introspection } from './api.ts'
import { readConfig } from './config.ts'
import { Failure, usage } from './failure.ts'
import { normaliseHost } from './host.ts'
import type { Invocation } from './invocation.ts'
import { patiently } from './patient-http.ts'
import { reasonOf } from './private-file.ts'
import { type HeldToken, readToken } from './token.ts'

export type TokenSource = '--token' | 'BONAFIDE_TOKEN' | 'PHASE_SERVICE_TOKEN' | 'BONAFIDE_TOKEN_FILE' | 'keyring' | 'file'

/** Who talks to which server: found in flags, environment and stored sign-ins, in this order. */
export interface Session {
  host: string
  token: HeldToken
  source: TokenSource
  /** When a stored token ends, in milliseconds since the epoch, if known. */
  expiresAt: number | null
  api: Api
}

/** The address of the server, wherever it is written down: flag, environment, the profile's settings. Undefined when nowhere. */
export async function findHost({ flags, environment, paths }: Invocation): Promise<string | undefined> {
  const written = flags.host ?? environment.host ?? (await readConfig(paths)).profiles[flags.profile]?.host
  return written === undefined ? undefined : normaliseHost(written)
}

export async function requireHost(invocation: Invocation): Promise<string> {
  const host = await findHost(invocation)
  if (host === undefined) throw usage('Which server? No address is known.', 'export BONAFIDE_HOST=https://bonafide.example, or add --host')
  return host
}

/** The token to use and where it came from; null when there is none. A stored one is offered to its own host only. */
export async function findToken(host: string, invocation: Invocation): Promise<Omit<Session, 'host' | 'api'> | null> {
  const { flags, environment, store, terminal } = invocation
  if (flags.token !== undefined) {
    const text = flags.token === '-' ? Buffer.from(await terminal.readStdin()).toString('utf8') : flags.token
    return { token: readToken(text), source: '--token', expiresAt: null }
  }
  if (environment.token && environment.tokenVariable) {
    return { token: readToken(environment.token), source: environment.tokenVariable, expiresAt: null }
  }
  if (environment.tokenFile) {
    return { token: readToken(await textOf(environment.tokenFile)), source: 'BONAFIDE_TOKEN_FILE', expiresAt: null }
  }
  const stored = await store.read(flags.profile)
  if (!stored || stored.credential.host !== host) return null
  const { token, expiresAt } = stored.credential
  return { token: readToken(token), source: stored.place, expiresAt: expiresAt === null ? null : Date.parse(expiresAt) }
}

/** Opens the session of a command that needs one; exit code 4 without a token or with one that has ended. */
export async function openSession(invocation: Invocation): Promise<Session> {
  const host = await requireHost(invocation)
  const found = await findToken(host, invocation)
  if (!found) {
    throw new Failure('notSignedIn', `You are not signed in to ${host}.`, {
      fix: 'bonafide auth, or set BONAFIDE_TOKEN',
      code: 'unauthenticated',
    })
  }
  if (found.expiresAt !== null && found.expiresAt <= invocation.runtime.now()) {
    throw new Failure('notSignedIn', `Your token for ${host} has expired.`, {
      why: `It ended ${new Date(found.expiresAt).toISOString()}.`,
      fix: 'Sign in again with bonafide auth',
      code: 'token_expired',
    })
  }
  // Whoever keeps that file has talked to the server: it is there, or will be soon.
  const http = found.source === 'BONAFIDE_TOKEN_FILE' ? patiently(invocation.http, invocation.runtime.now) : invocation.http
  return { host, ...found, api: createApi(host, http, found.token.authorization) }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new Failure('notSignedIn', 'The file of BONAFIDE_TOKEN_FILE cannot be read.', {
      why: reasonOf(cause),
      fix: 'It is there while bonafide run --mode … runs; elsewhere unset the variable',
      code: 'file_unreadable',
      cause,
    })
  }
}

/** The owner of a token, for sentences. */
export function whoIs({ user_id: userId, account_id: accountId }: Introspection): string {
  return accountId ? `service account ${accountId}` : userId ? `member ${userId}` : 'service token'
}
