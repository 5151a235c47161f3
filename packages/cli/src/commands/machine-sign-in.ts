import { durationExamples, parseDuration } from '@bonafide/core'
import { type Command, Option } from 'commander'
import { exchange, type TokenDocument } from '../api.ts'
import { usage } from '../failure.ts'
import type { Invocation } from '../invocation.ts'
import { type MachineMode, machineModes } from '../machine-modes.ts'
import { proofFor } from '../proof.ts'
import { type ProofFlags, proofFlagsOf, proofOptions } from './proof-options.ts'

/** What a machine says to sign in by its identity, the same on every command that can. */
export interface MachineFlags extends ProofFlags {
  serviceAccountId?: string
  ttl?: string
  scope?: string
}

export function machineOptions(command: Command, modes: readonly string[], usual?: string): Command {
  const mode = new Option('--mode <mode>', 'how to sign in').choices([...modes])
  return proofOptions(
    command
      .addOption(usual === undefined ? mode : mode.default(usual))
      .option('--service-account-id <uuid>', 'the service account to become; every mode but token needs it')
      .option(
        '--ttl <duration>',
        `how long the token shall live: seconds, or ${durationExamples.join(', ')} (default: as the identity says)`,
      )
      .option('--scope <words>', "narrow the token: 'secrets:read app:<app> env:<environment> path:/a/b'"),
  )
}

/** A way to a new token: each call makes a proof of its own. Refuses flags that leave something open. */
export function tokenSource(mode: MachineMode, flags: MachineFlags, host: string, invocation: Invocation): () => Promise<TokenDocument> {
  const { serviceAccountId, scope } = flags
  const ttlSeconds = ttlOf(flags.ttl)
  if (serviceAccountId === undefined)
    throw usage(`--mode ${mode} needs to know which service account to become.`, 'Add --service-account-id <uuid>')
  return async () => {
    const { proof } = await proofFor(mode, { host, serviceAccountId, ...proofFlagsOf(flags) }, invocation)
    return exchange(host, invocation.http, { mode, proof, serviceAccountId, ttlSeconds, scope })
  }
}

/** Refuses what belongs to a machine mode where there is none. */
export function requireNoMachineFlags({ serviceAccountId, ttl, scope }: MachineFlags): void {
  if (serviceAccountId === undefined && ttl === undefined && scope === undefined) return
  throw usage('--service-account-id, --ttl and --scope belong to a machine mode.', `Add --mode: ${machineModes.join(', ')}`)
}

/** `3600`, `1h`, `1h30m` → seconds; the server decides what is allowed. */
function ttlOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = parseDuration(text)
  if (seconds === null || seconds === 0) throw usage(`"${text}" is not a duration.`, 'Write seconds or units: 3600, 15m, 1h30m')
  return seconds
}
