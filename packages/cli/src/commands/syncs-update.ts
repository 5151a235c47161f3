import type { Command } from 'commander'
import type { Api } from '../api.ts'
import { findCredential } from '../credentials.ts'
import { usage } from '../failure.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { readPlan, syncFlag } from '../sync-plan.ts'
import { findSync, placesOf, type Sync, syncFields, syncSchema } from '../syncs.ts'
import { planLines } from './print-plan.ts'
import {
  confirmed,
  type DestinationFlags,
  destinationOptions,
  existingOption,
  onDriftOption,
  requireConfirmable,
  type SyncFlags,
  tagsOf,
} from './sync-options.ts'
import { syncPayload } from './syncs-create.ts'

interface UpdateFlags extends SyncFlags {
  mayDelete?: boolean
}

export function registerSyncUpdate(syncs: Command): void {
  destinationOptions(
    syncs
      .command('update')
      .description('change where a sync writes, or how')
      .argument('<sync>', 'its id, or the name of its secret')
      .option('--path <path>', 'another folder of the environment')
      .option('--may-delete', 'delete keys at the destination that the environment does not have'),
  )
    .addOption(onDriftOption())
    .addOption(existingOption())
    .addHelpText(
      'after',
      "\nWhat is left out stays; --kms-key '' goes back to the key of the account. Shows the plan and asks; elsewhere than at a terminal --yes is needed.\n\nExamples:\n  $ bonafide syncs update prod/shop --on-drift overwrite --yes\n  $ bonafide syncs update prod/shop --key-prefix SHOP_",
    )
    .action((wanted: string, flags: UpdateFlags, command: Command) => update(wanted, flags, invocationOf(command)))
  syncs
    .command('set-credential')
    .description('let a sync sign in with another credential')
    .argument('<sync>', 'its id, or the name of its secret')
    .argument('<credential>', 'its id or its name')
    .addHelpText('after', '\nExamples:\n  $ bonafide syncs set-credential prod/shop aws-oidc')
    .action((wanted: string, credential: string, _: unknown, command: Command) => update(wanted, { credential }, invocationOf(command)))
  syncs
    .command('resolve')
    .description('decide what to do about an edit of the secret by somebody else')
    .argument('<sync>', 'its id, or the name of its secret')
    .option('--overwrite', 'write over the edit')
    .option('--adopt', 'take it over into the environment')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide syncs resolve prod/shop --adopt\n  $ bonafide syncs resolve prod/shop --overwrite --yes',
    )
    .action(resolve)
}

async function update(wanted: string, flags: UpdateFlags, invocation: Invocation): Promise<void> {
  const { terminal } = invocation
  requireConfirmable(invocation, 'Changing a sync')
  const { api } = await openSession(invocation)
  const before = await findSync(api, wanted)
  const changed = await changedInput(before, flags, api)
  const touches = Object.values(changed).some((value) => value !== undefined)
  const { onDrift, existing } = flags
  if (!touches && onDrift === undefined) throw usage('Nothing is said that should change.', 'bonafide syncs update --help')
  const plan = touches ? await readPlan(api, { id: before.id, ...changed }) : null
  for (const line of plan ? planLines(plan, terminal, 'stderr') : []) terminal.notice(line)
  await confirmed(invocation, `Change the sync to ${plan?.summary ?? before.summary}?`, 'Nothing was changed.')
  const input = { ...changed, onDrift: onDrift?.toUpperCase(), existing: existing?.toUpperCase(), planId: plan?.id }
  const { sync } = await change(api, {
    name: 'updateSync',
    input: { id: before.id, ...input, expectedVersion: before.version },
    ...syncPayload('The sync was not changed.'),
  })
  print(sync, 'Changed', invocation)
}

/** What of a sync these flags change. */
export async function changedInput(
  { awsSecretsManager: aws }: Sync,
  flags: DestinationFlags & { path?: string; mayDelete?: boolean },
  api: Api,
): Promise<Record<string, unknown>> {
  const { credential, secretName, kmsKey, tag, keyPrefix, neverDelete, mayDelete, path } = flags
  if (neverDelete && mayDelete) throw usage('--never-delete and --may-delete exclude each other.')
  const touchesOptions = [secretName, kmsKey, tag].some((value) => value !== undefined)
  const options = {
    secretName: secretName ?? aws?.secretName,
    kmsKeyArn: kmsKey === undefined ? aws?.kmsKeyArn : kmsKey || null,
    tags: tag === undefined ? aws?.tags : tagsOf(tag),
  }
  return {
    path,
    credentialId: credential === undefined ? undefined : (await findCredential(api, credential)).id,
    options: touchesOptions ? { awsSecretsManager: options } : undefined,
    keyPrefix,
    neverDeletes: neverDelete ? true : mayDelete ? false : undefined,
  }
}

async function resolve(wanted: string, { overwrite, adopt }: { overwrite?: boolean; adopt?: boolean }, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  if (overwrite === adopt) throw usage('What is to be done about the edit?', 'Add --overwrite or --adopt')
  requireConfirmable(invocation, 'Deciding')
  const { api } = await openSession(invocation)
  const { id, summary } = await findSync(api, wanted)
  const plan = await readPlan(api, { id })
  for (const line of planLines(plan, terminal, 'stderr')) terminal.notice(line)
  await confirmed(
    invocation,
    overwrite ? `Write over the edit of ${summary}?` : `Take over the edit of ${summary}?`,
    'Nothing was decided.',
  )
  const { sync } = await change(api, {
    name: 'resolveDrift',
    input: { id, resolution: overwrite ? 'OVERWRITE' : 'ADOPT', planId: plan.id },
    selection: `sync { ${syncFields} }`,
    shape: { sync: syncSchema },
    flagOf: syncFlag,
  })
  print(sync, 'Decided', invocation)
}

function print(sync: Sync, deed: string, { terminal, flags }: Invocation): void {
  if (flags.json) printJson(terminal, sync, flags)
  else terminal.result(`${deed}: ${printable(placesOf(sync))} (${sync.id}).\n`)
}
