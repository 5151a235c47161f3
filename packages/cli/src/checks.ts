import { stat } from 'node:fs/promises'
import * as z from 'zod'
import { createApi, exchange } from './api.ts'
import { readConfig } from './config.ts'
import { type ExitName, Failure, type FailureDetails } from './failure.ts'
import type { HttpResponse } from './http.ts'
import type { Invocation } from './invocation.ts'
import type { MachineMode } from './machine-modes.ts'
import { displayPath } from './paths.ts'
import { isMissing } from './private-file.ts'
import { jsonOf } from './problem.ts'
import { type ProofRequest, proofFor } from './proof.ts'
import { findToken, requireHost, whoIs } from './session.ts'

/** One line of the doctor's report. `code` is for programs: `ok`, or the reason. */
export interface Check {
  check: string
  status: 'ok' | 'warning' | 'failed' | 'skipped'
  code: string
  detail: string
  fix?: string
  requestId?: string
  hint?: string
  /** What the command exits with when this is the first check to fail. */
  exit?: ExitName
}

/** A way to sign in that is to be tried for real. */
export interface Trial extends Omit<ProofRequest, 'host'> {
  mode: MachineMode
}

/** Everything that signing in needs, in the order in which it is needed. Never throws for what it is there to find. */
export async function runChecks(invocation: Invocation, trial?: Trial): Promise<Check[]> {
  const host = await attempt(() => requireHost(invocation))
  const checks: Check[] = []
  if (host instanceof Failure) {
    checks.push(failed('host', host), skipped('clock', 'no server'))
  } else {
    checks.push(...(await serverChecks(host, invocation)))
  }
  checks.push(await configCheck(invocation), await keyringCheck(invocation))
  const reachable = !(host instanceof Failure) && checks[0]?.status === 'ok'
  checks.push(reachable ? await signInCheck(host, invocation) : skipped('sign-in', 'the server cannot be asked'))
  if (trial)
    checks.push(
      ...(reachable
        ? await trialChecks(host, trial, invocation)
        : [skipped('credentials', 'the server cannot be asked'), skipped('trust', 'not tried')]),
    )
  return checks
}

const healthSchema = z.object({ status: z.string(), version: z.string().optional() })

async function serverChecks(host: string, { http, runtime }: Invocation): Promise<Check[]> {
  const began = runtime.now()
  const response = await attempt(() => http({ method: 'GET', url: `${host}/service/health/` }))
  if (response instanceof Failure) return [failed('host', response), skipped('clock', 'the server did not answer')]
  const health = healthSchema.safeParse(jsonOf(response.text)).data
  if (response.status !== 200 || !health) {
    const failure = new Failure('network', `${host} answers, but not as a Bonafide server (${response.status}).`, {
      fix: 'Check the address',
      code: 'unexpected_answer',
    })
    return [failed('host', failure), skipped('clock', 'not the server')]
  }
  const transport = host.startsWith('https:') ? 'TLS ok' : 'plain http, readable by others on the way'
  const detail = `${host} (${health.version ?? 'unknown version'}, ${runtime.now() - began} ms, ${transport})`
  return [ok('host', detail), clockCheck(response, (began + runtime.now()) / 2)]
}

// The server accepts proofs from up to 30 s in the future, and by default up to 60 s old.
const maxAheadSeconds = 30
const maxBehindSeconds = 60

function clockCheck({ headers }: HttpResponse, nowMs: number): Check {
  const serverMs = Date.parse(headers.date ?? '')
  if (Number.isNaN(serverMs)) return skipped('clock', 'the server does not say its time')
  // A Date header counts whole seconds; the middle of the second is the best guess.
  const aheadSeconds = Math.round((nowMs - serverMs - 500) / 1000)
  const detail = `${Math.abs(aheadSeconds)} s ${aheadSeconds < 0 ? 'behind' : 'ahead of'} the server`
  if (aheadSeconds <= maxAheadSeconds && aheadSeconds >= -maxBehindSeconds) return ok('clock', detail)
  return failed(
    'clock',
    new Failure('invalid', detail, {
      code: 'clock_skew',
      fix: 'Set the clock of this machine, for example with NTP: signed proofs carry its time',
    }),
  )
}

async function configCheck({ paths, environment }: Invocation): Promise<Check> {
  const config = await attempt(() => readConfig(paths))
  if (config instanceof Failure) return failed('config', config)
  const shown = displayPath(paths.config, environment)
  const mode = await modeOf(paths.config)
  return ok('config', mode === null ? `${shown} (none yet)` : `${shown} mode ${mode.toString(8)}`)
}

async function keyringCheck({ store, paths, environment }: Invocation): Promise<Check> {
  const { available, reason } = await store.probe()
  if (available) return ok('keyring', 'available')
  const mode = process.platform === 'win32' ? null : await modeOf(paths.credentials)
  const file = displayPath(paths.credentials, environment)
  if (mode !== null && (mode & 0o077) !== 0) {
    return failed(
      'keyring',
      new Failure('invalid', `${file} can be read by others (mode ${mode.toString(8)})`, {
        code: 'file_too_open',
        fix: `chmod 600 ${file}`,
      }),
    )
  }
  return {
    check: 'keyring',
    status: 'warning',
    code: 'keyring_unavailable',
    detail: `not available (${reason}): tokens go to ${file}, mode 600`,
  }
}

async function signInCheck(host: string, invocation: Invocation): Promise<Check> {
  const found = await attempt(() => findToken(host, invocation))
  if (found instanceof Failure) return failed('sign-in', found)
  if (!found)
    return { check: 'sign-in', status: 'warning', code: 'unauthenticated', detail: 'no token', fix: 'bonafide auth, or set BONAFIDE_TOKEN' }
  const reach = await attempt(() => createApi(host, invocation.http, found.token.authorization).introspect())
  if (reach instanceof Failure) return failed('sign-in', reach)
  const ends = found.expiresAt === null ? '' : `, ends ${new Date(found.expiresAt).toISOString()}`
  return ok(
    'sign-in',
    `${whoIs(reach)} of ${reach.organisation.name}, token from ${found.source}${ends}, reaches ${reach.apps.length} app${reach.apps.length === 1 ? '' : 's'}`,
  )
}

/** A real exchange, because nothing less proves that one would succeed. Its token is dropped. */
async function trialChecks(host: string, trial: Trial, invocation: Invocation): Promise<Check[]> {
  const proven = await attempt(() => proofFor(trial.mode, { host, ...trial }, invocation))
  if (proven instanceof Failure) return [failed('credentials', proven), skipped('trust', 'nothing to prove with')]
  const { proof, description } = proven
  const granted = await attempt(() =>
    exchange(host, invocation.http, { mode: trial.mode, proof, serviceAccountId: trial.serviceAccountId }),
  )
  const trust =
    granted instanceof Failure
      ? failed('trust', granted)
      : ok('trust', `accepted; tokens live ${granted.authentication.TTL} s, at most ${granted.authentication.maxTTL} s`)
  return [ok('credentials', description), trust]
}

const ok = (check: string, detail: string): Check => ({ check, status: 'ok', code: 'ok', detail })
const skipped = (check: string, detail: string): Check => ({ check, status: 'skipped', code: 'skipped', detail: `skipped: ${detail}` })

function failed(check: string, failure: Failure): Check {
  const { code = 'unexpected', why, fix, requestId, hint }: FailureDetails = failure.details
  return {
    check,
    status: 'failed',
    code,
    detail: why ? `${failure.message} ${why}` : failure.message,
    fix,
    requestId,
    hint,
    exit: failure.exit,
  }
}

/** The result, or the expected failure as a value; bugs still travel. */
async function attempt<Result>(deed: () => Promise<Result>): Promise<Result | Failure> {
  try {
    return await deed()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode & 0o777
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}
