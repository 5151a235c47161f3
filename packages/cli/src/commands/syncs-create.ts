import type { Command } from 'commander'
import { destinationFailureFields, refusedByCloud } from '../destination-failure.ts'
import { Failure } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { type Plan, readPlan, syncFlag } from '../sync-plan.ts'
import { placesOf, syncFields, syncSchema } from '../syncs.ts'
import { planLines } from './print-plan.ts'
import {
  confirmed,
  destinationOptions,
  existingOption,
  newSyncInput,
  onDriftOption,
  requireConfirmable,
  type SyncFlags,
  sourceOptions,
} from './sync-options.ts'
import { follow, type WaitFlags, waitOptions } from './syncs-run.ts'

export function registerSyncCreate(syncs: Command): void {
  const create = syncs.command('create').description('keep a secret elsewhere equal to a folder of an environment')
  const command = create.command('aws-secrets-manager').description('a secret in AWS Secrets Manager')
  waitOptions(destinationOptions(sourceOptions(command)))
    .addOption(onDriftOption().default('stop'))
    .addOption(existingOption())
    .addHelpText(
      'after',
      '\nShows the plan and asks; elsewhere than at a terminal --yes is needed. A secret that has a value already is not touched unless --existing says how.\n\nExamples:\n  $ bonafide syncs create aws-secrets-manager --app shop --env production --credential aws-prod --secret-name prod/shop\n  $ bonafide syncs create aws-secrets-manager --app shop --env staging --credential aws-prod --secret-name staging/shop --existing adopt --yes --wait',
    )
    .action(createSync)
}

async function createSync(flags: SyncFlags & WaitFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  requireConfirmable(invocation, 'Creating a sync')
  const { api } = await openSession(invocation)
  const input = await newSyncInput(flags, api)
  const plan = await readPlan(api, input)
  for (const line of planLines(plan, terminal, 'stderr')) terminal.notice(line)
  requireChoice(plan, flags.existing)
  await confirmed(invocation, `Create the sync to ${plan.summary}?`, 'Nothing was created.')
  const { sync } = await change(api, {
    name: 'createSync',
    input: { ...input, onDrift: flags.onDrift?.toUpperCase(), existing: flags.existing?.toUpperCase(), planId: plan.id },
    ...syncPayload('The sync was not created.'),
  })
  const { sync: after = sync } = flags.wait ? await follow(api, sync.id, null, flags, invocation) : {}
  if (invocation.flags.json) return printJson(terminal, after, invocation.flags)
  terminal.result(`Created sync ${sync.id}: ${printable(placesOf(sync))}.\n`)
}

function requireChoice(plan: Plan, existing: string | undefined): void {
  const { remoteState, remoteIsDocument, summary, ownedByAnother, changedCount, removedCount, unchangedCount, keptCount } = plan
  if (ownedByAnother)
    throw new Failure('invalid', `"${summary}" belongs to another sync.`, {
      fix: 'Choose another --secret-name, or delete the other sync',
      code: 'owned_by_another',
    })
  const isEmpty = remoteState !== 'PRESENT' || (remoteIsDocument && changedCount + removedCount + unchangedCount + keptCount === 0)
  if (isEmpty || (existing !== undefined && existing !== 'stop')) return
  throw new Failure('invalid', `"${summary}" has a value already, so nothing was created.`, {
    fix: 'Add --existing adopt to take over what the environment does not have, or --existing overwrite',
    code: 'not_empty',
  })
}

/** What the changes of a sync answer. */
export const syncPayload = (refusal: string) => ({
  selection: `sync { ${syncFields} } failure { ${destinationFailureFields} }`,
  shape: { sync: syncSchema },
  flagOf: syncFlag,
  onRefused: refusedByCloud(refusal),
})
