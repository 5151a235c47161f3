import type { Command } from 'commander'
import * as z from 'zod'
import { type Credential, type CredentialKind, credentialKindNames, findCredential, kindNamed, pendingExternalId } from '../credentials.ts'
import { Failure, usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import { type CredentialFlags, configOf, credentialOptions, requireAll, requireFitting, speaksOfConfig } from './credential-options.ts'
import { checkedPayload } from './credentials-create.ts'
import { printCheck } from './print-credential.ts'

export function registerCredentialChanges(credentials: Command): void {
  const update = credentials
    .command('update')
    .description('rename a credential, or replace what it is made of; its kind and an issued external id stay')
    .argument('<credential>', 'its id or its name')
    .option('--name <name>', 'another name')
    .option('--expected-version <number>', 'change this version only (default: the one that is there now)')
  credentialOptions(update)
    .addHelpText(
      'after',
      '\nSyncs that use it sign in with what is new at their next run.\n\nExamples:\n  $ bonafide credentials update aws-prod --name aws-production\n  $ bonafide credentials update aws-keys --access-key-id AKIAI44QH8DHBEXAMPLE --secret-key-file - < key.txt',
    )
    .action(updateCredential)
  credentials
    .command('delete')
    .alias('rm')
    .description('forget a credential and its secret')
    .argument('<credential>', 'its id or its name')
    .option('--pause-syncs', 'also when syncs use it: they are paused')
    .addHelpText(
      'after',
      '\nAsks first at a terminal; elsewhere --yes is needed.\n\nExamples:\n  $ bonafide credentials delete aws-old\n  $ bonafide credentials delete aws-old --pause-syncs --yes',
    )
    .action(deleteCredential)
}

async function updateCredential(wanted: string, flags: CredentialFlags & { expectedVersion?: string }, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const { name, force = false, expectedVersion } = flags
  const changesConfig = speaksOfConfig(flags)
  if (name === undefined && !changesConfig) throw usage('Nothing is said that should change.', 'bonafide credentials update --help')
  if (expectedVersion !== undefined && !/^[1-9]\d{0,8}$/.test(expectedVersion)) throw usage(`"${expectedVersion}" is not a version.`)
  const { api } = await openSession(invocation)
  const before = await findCredential(api, wanted)
  const config = changesConfig
    ? await configOf(requireKind(before, flags), flags, before, { invocation, externalId: () => pendingExternalId(api) })
    : undefined
  const { credential, check } = await change(api, {
    name: 'updateCredential',
    input: {
      id: before.id,
      name,
      config,
      force,
      expectedVersion: expectedVersion === undefined ? before.version : Number(expectedVersion),
    },
    ...checkedPayload(terminal, `"${before.name}" was not changed, because it would not sign in.`),
  })
  if (check) printCheck(check, terminal, (text) => terminal.notice(text.trimEnd()))
  if (invocation.flags.json) return printJson(terminal, credential, invocation.flags)
  const deed = credential.version === before.version ? 'is as it was' : `was changed: version ${credential.version}`
  terminal.result(`${printable(credential.name)} (${credential.id}) ${deed}.\n`)
}

function requireKind(before: Credential, flags: CredentialFlags): CredentialKind {
  const kind = credentialKindNames.find((name) => name === kindNamed(before.kind))
  if (!kind) {
    throw new Failure('invalid', `"${before.name}" is of a kind that this command does not know: ${before.kind}.`, {
      fix: 'Use a newer bonafide, as new as the server',
      code: 'unsupported_provider',
    })
  }
  requireFitting(kind, flags)
  // Of the id no more is told than its end, so that it has to be said again.
  if (kind === 'access-keys') requireAll('A change of access keys', { '--access-key-id': flags.accessKeyId })
  return kind
}

async function deleteCredential(wanted: string, { pauseSyncs = false }: { pauseSyncs?: boolean }, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal, flags } = invocation
  if (!flags.yes && !terminal.interactive) throw usage('Deleting needs a confirmation, and nobody can be asked here.', 'Add --yes')
  const { api } = await openSession(invocation)
  const { id, name, syncCount } = await findCredential(api, wanted)
  const used = syncCount === null ? 'Syncs may use it.' : `${syncCount} sync${syncCount === 1 ? ' uses' : 's use'} it.`
  if (!flags.yes && !(await terminal.confirm(`Delete ${printable(name)}? ${used}`)))
    throw new Failure('interrupted', 'Nothing was deleted.', { code: 'interrupted' })
  const { deletedId } = await change(api, {
    name: 'deleteCredential',
    input: { id, pausesSyncs: pauseSyncs },
    selection: 'deletedId',
    shape: { deletedId: z.string() },
  })
  if (flags.json) printJson(terminal, { deletedId, name }, flags)
  else terminal.notice(`Deleted ${printable(name)}.`)
}
