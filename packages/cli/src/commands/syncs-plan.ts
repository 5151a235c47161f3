import type { Command } from 'commander'
import { usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { readPlan } from '../sync-plan.ts'
import { findSync } from '../syncs.ts'
import { planLines } from './print-plan.ts'
import { destinationOptions, newSyncInput, type SyncFlags, sourceOptions } from './sync-options.ts'
import { changedInput } from './syncs-update.ts'

export function registerSyncPlan(syncs: Command): void {
  destinationOptions(
    sourceOptions(
      syncs
        .command('plan')
        .description('say what a sync would do, and do nothing; values are masked')
        .argument('[sync]', 'its id, or the name of its secret; without it one that is not there yet'),
    ),
  )
    .option('--policy', 'print the policy that the credential needs for it')
    .addHelpText(
      'after',
      '\nFlags beside the name of a sync are planned as if it were changed so.\n\nExamples:\n  $ bonafide syncs plan prod/shop\n  $ bonafide syncs plan --app shop --env production --credential aws-prod --secret-name prod/shop\n  $ bonafide syncs plan prod/shop --policy > policy.json',
    )
    .action(plan)
}

async function plan(wanted: string | undefined, flags: SyncFlags & { policy?: boolean }, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  if (wanted !== undefined && (flags.app !== undefined || flags.env !== undefined))
    throw usage('The environment of a sync cannot be changed.', 'Leave out --app and --env, or the name of the sync')
  const { api } = await openSession(invocation)
  const sync = wanted === undefined ? null : await findSync(api, wanted)
  const found = await readPlan(api, sync ? { id: sync.id, ...(await changedInput(sync, flags, api)) } : await newSyncInput(flags, api))
  if (invocation.flags.json) return printJson(terminal, found, invocation.flags)
  if (flags.policy) return terminal.result(`${found.policy.trimEnd()}\n`)
  for (const line of planLines(found, terminal, 'stdout')) terminal.result(`${line}\n`)
}
