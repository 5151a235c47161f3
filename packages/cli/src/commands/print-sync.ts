import { inOneLine } from '../destination-failure.ts'
import { marks, printable } from '../output.ts'
import { type Run, type Sync, stateOf } from '../syncs.ts'
import type { Terminal } from '../terminal.ts'

/** A sync for people: from where, to where, how it stands. */
export function printSync(sync: Sync, terminal: Terminal): void {
  const { awsSecretsManager: aws, credential, lastRun } = sync
  const lines = [
    ['Id', sync.id],
    ['From', sync.environment ? `${sync.environment.name} of ${sync.app?.name ?? 'an app'}, ${sync.path}` : 'an environment that is gone'],
    ['To', `${sync.summary} in ${sync.account}, ${sync.region}`],
    ['Credential', credential ? `${credential.name} (${credential.id})` : 'not yours to see'],
    ...(aws?.kmsKeyArn ? [['KMS key', aws.kmsKeyArn]] : []),
    ...(aws && aws.tags.length > 0 ? [['Tags', aws.tags.map(({ key, value }) => `${key}=${value}`).join(', ')]] : []),
    ...(sync.keyPrefix === '' ? [] : [['Key prefix', sync.keyPrefix]]),
    ['Deletes', sync.neverDeletes ? 'never a key at the destination' : 'keys that the environment no longer has'],
    ['On drift', sync.onDrift.toLowerCase()],
    ['State', `${stateOf(sync)}${sync.pausedBy === null ? '' : ` by ${sync.pausedBy}`}`],
    ...(sync.failure ? [['Failure', inOneLine(sync.failure)]] : []),
    ...(sync.failingSince ? [['Since', sync.failingSince]] : []),
    ...(sync.nextRunAt ? [['Next run', sync.nextRunAt]] : []),
    ['Synced', sync.lastSyncedAt ?? 'never yet'],
    ...(lastRun ? [['Last run', `${lastRun.startedAt}, ${lastRun.outcome.toLowerCase()}, ${countsOf(lastRun)}`]] : []),
    ['Version', String(sync.version)],
  ]
  for (const [what = '', value = ''] of lines) terminal.result(`${what.padEnd(12)}${printable(value)}\n`)
}

/** "+1 ~2 -0": keys added, changed, removed. */
export const countsOf = ({ addedCount, changedCount, removedCount }: Run): string => `+${addedCount} ~${changedCount} -${removedCount}`

const markOf: Record<string, (typeof marks)[keyof typeof marks]> = {
  WRITTEN: marks.ok,
  UNCHANGED: marks.ok,
  FAILED: marks.failed,
  STOPPED: marks.failed,
}

/** A run with its keys, one below the other. */
export function printRun(run: Run, terminal: Terminal): void {
  const [style, mark] = markOf[run.outcome] ?? marks.skipped
  const facts = [
    run.startedAt,
    run.reason.toLowerCase(),
    run.outcome.toLowerCase(),
    countsOf(run),
    ...(run.attempt > 1 ? [`attempt ${run.attempt}`] : []),
    run.id,
  ]
  terminal.result(`${terminal.paint(style, mark, 'stdout')} ${printable(facts.join('  '))}\n`)
  if (run.failure) terminal.result(`    ${inOneLine(run.failure)}\n`)
  if (run.nextAttemptAt) terminal.result(`    again at ${printable(run.nextAttemptAt)}\n`)
  const { added, changed, removed, drifted, adopted } = run.keys ?? { added: [], changed: [], removed: [], drifted: [], adopted: [] }
  const named: [string, readonly string[]][] = [
    ['+', added],
    ['~', changed],
    ['-', removed],
    ['edited there', drifted],
    ['taken over', adopted],
  ]
  for (const [what, keys] of named) for (const key of keys) terminal.result(`    ${what} ${printable(key)}\n`)
}
