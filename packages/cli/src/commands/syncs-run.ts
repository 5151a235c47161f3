import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Api } from '../api.ts'
import { failureBy } from '../destination-failure.ts'
import { Failure, usage } from '../failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { findSync, followRun, placesOf, type Run, type Sync, stateOf, syncFields, syncSchema } from '../syncs.ts'
import { countsOf } from './print-sync.ts'

export interface WaitFlags {
  wait?: boolean
  waitTimeout?: string
}

const pollMs = 1000

export const waitOptions = (command: Command): Command =>
  command
    .option('--wait', 'wait until it has ended, and end as it does')
    .option('--wait-timeout <seconds>', 'how long at most (default: 600)')

export function registerSyncRun(syncs: Command): void {
  const named = (name: string) => syncs.command(name).argument('<sync>', 'its id, or the name of its secret')
  waitOptions(named('run').description('let a sync run now'))
    .addHelpText(
      'after',
      '\nWith --wait it ends with 0 when the secret is equal, and else with the exit code of the reason.\n\nExamples:\n  $ bonafide syncs run prod/shop\n  $ bonafide syncs run prod/shop --wait --json=outcome,addedCount',
    )
    .action(run)
  named('pause')
    .description('let a sync run no more until it is resumed; what changes meanwhile is not lost')
    .addHelpText('after', '\nExamples:\n  $ bonafide syncs pause prod/shop')
    .action((wanted: string, _: unknown, command: Command) => turn('pauseSync', wanted, invocationOf(command)))
  named('resume')
    .description('let a paused sync run again, at once')
    .addHelpText('after', '\nExamples:\n  $ bonafide syncs resume prod/shop')
    .action((wanted: string, _: unknown, command: Command) => turn('resumeSync', wanted, invocationOf(command)))
}

async function run(wanted: string, flags: WaitFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  waitMs(flags)
  const { api } = await openSession(invocation)
  const before = await findSync(api, wanted)
  const asked = await send('runSync', before.id, api)
  if (!flags.wait) {
    if (invocation.flags.json) return printJson(terminal, asked, invocation.flags)
    return terminal.result(`${printable(placesOf(asked))} is ${stateOf(asked)}.\n`)
  }
  const { sync, run: ended } = await follow(api, before.id, before.lastRun?.id ?? null, flags, invocation)
  if (invocation.flags.json) return printJson(terminal, ended, invocation.flags)
  const size = ended.bytes === null ? '' : `, ${ended.bytes} bytes`
  terminal.result(`${printable(placesOf(sync))}: ${ended.outcome.toLowerCase()}, ${countsOf(ended)}${size}.\n`)
}

/** Follows a run to its end, and fails as it does. */
export async function follow(
  api: Api,
  id: string,
  seenRunId: string | null,
  flags: WaitFlags,
  { runtime, flags: { json, fields }, terminal }: Invocation,
): Promise<{ sync: Sync; run: Run }> {
  const until = runtime.now() + waitMs(flags)
  const ended = await followRun(api, id, { seenRunId, until, now: runtime.now, pause: () => pause(pollMs) })
  const { failure, nextAttemptAt, outcome } = ended.run
  if (outcome !== 'FAILED' && outcome !== 'STOPPED') return ended
  if (json) printJson(terminal, ended.run, { fields })
  const what = `The run ${outcome.toLowerCase()}${nextAttemptAt ? `, and is tried again at ${nextAttemptAt}` : ''}.`
  throw failure ? failureBy(what, failure) : new Failure('unexpected', what, { code: 'internal_error' })
}

function waitMs({ wait, waitTimeout = '600' }: WaitFlags): number {
  if (!wait && waitTimeout !== '600') throw usage('--wait-timeout belongs to --wait.')
  if (/^[1-9]\d{0,4}$/.test(waitTimeout)) return Number(waitTimeout) * 1000
  throw usage(`"${waitTimeout}" is no number of seconds.`, 'Give 1 to 99999')
}

async function turn(name: 'pauseSync' | 'resumeSync', wanted: string, { terminal, flags, ...rest }: Invocation): Promise<void> {
  const { api } = await openSession({ terminal, flags, ...rest })
  const sync = await send(name, (await findSync(api, wanted)).id, api)
  if (flags.json) printJson(terminal, sync, flags)
  else terminal.result(`${printable(placesOf(sync))} is ${stateOf(sync)}.\n`)
}

async function send(name: 'runSync' | 'pauseSync' | 'resumeSync', id: string, api: Api): Promise<Sync> {
  const { sync } = await change(api, {
    name,
    inputType: 'SyncIdInput',
    input: { id },
    selection: `sync { ${syncFields} }`,
    shape: { sync: syncSchema },
  })
  return sync
}
