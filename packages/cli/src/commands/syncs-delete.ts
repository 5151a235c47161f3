import type { Command } from 'commander'
import * as z from 'zod'
import { destinationFailureFields, refusedByCloud } from '../destination-failure.ts'
import { usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { findSync, placesOf } from '../syncs.ts'
import { confirmed, requireConfirmable } from './sync-options.ts'

interface DeleteFlags {
  deleteRemote?: boolean
  recoveryDays?: string
}

export function registerSyncDelete(syncs: Command): void {
  syncs
    .command('delete')
    .alias('rm')
    .description('end a sync; the secret in the cloud stays unless told')
    .argument('<sync>', 'its id, or the name of its secret')
    .option('--delete-remote', 'delete the secret too; AWS keeps it for some days in which it can be restored')
    .option('--recovery-days <number>', 'how many days, 7 to 30 (default: 30)')
    .addHelpText(
      'after',
      '\nAsks first at a terminal; elsewhere --yes is needed.\n\nExamples:\n  $ bonafide syncs delete prod/shop\n  $ bonafide syncs delete prod/shop --delete-remote --recovery-days 7 --yes',
    )
    .action(remove)
}

async function remove(wanted: string, { deleteRemote = false, recoveryDays }: DeleteFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal, flags } = invocation
  if (recoveryDays !== undefined && !deleteRemote) throw usage('--recovery-days belongs to --delete-remote.')
  if (recoveryDays !== undefined && !/^([7-9]|[12]\d|30)$/.test(recoveryDays))
    throw usage(`"${recoveryDays}" is no number of days from 7 to 30.`)
  requireConfirmable(invocation, 'Deleting')
  const { api } = await openSession(invocation)
  const sync = await findSync(api, wanted)
  const days = Number(recoveryDays ?? 30)
  const fate = deleteRemote ? `The secret is deleted too; AWS keeps it for ${days} days.` : 'The secret stays as it is.'
  await confirmed(invocation, `Delete the sync ${placesOf(sync)}? ${fate}`, 'Nothing was deleted.')
  const { deletedId } = await change(api, {
    name: 'deleteSync',
    input: { id: sync.id, deletesRemote: deleteRemote, recoveryDays: days },
    selection: `deletedId failure { ${destinationFailureFields} }`,
    shape: { deletedId: z.string() },
    onRefused: refusedByCloud('The sync was not deleted.'),
  })
  if (flags.json) printJson(terminal, { deletedId, summary: sync.summary, deletedRemote: deleteRemote }, flags)
  else terminal.notice(`Deleted the sync ${printable(placesOf(sync))}. ${fate}`)
}
