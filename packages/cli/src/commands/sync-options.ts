import { type Command, Option } from 'commander'
import type { Api } from '../api.ts'
import { findCredential } from '../credentials.ts'
import { Failure, usage } from '../failure.ts'
import type { Invocation } from '../invocation.ts'
import { printable } from '../output.ts'
import { findTarget, type TargetFlags } from '../target.ts'
import { repeated, targetOptions } from './options.ts'

/** Where a sync writes, and how. */
export interface DestinationFlags {
  credential?: string
  secretName?: string
  kmsKey?: string
  tag?: string[]
  keyPrefix?: string
  neverDelete?: boolean
}
export interface SyncFlags extends DestinationFlags, TargetFlags {
  onDrift?: string
  existing?: string
}

export const destinationOptions = (command: Command): Command =>
  command
    .option('--credential <credential>', 'how it signs in: id or name')
    .option('--secret-name <name>', 'the secret to write, a new one or one that is there')
    .option('--kms-key <arn>', 'your KMS key to encrypt it with (default: aws/secretsmanager)')
    .option('--tag <key=value>', 'a tag of the secret (repeatable)', repeated)
    .option('--key-prefix <text>', 'stands before every key; others are left alone')
    .option('--never-delete', 'keep keys that the environment does not have')

export const onDriftOption = () => new Option('--on-drift <rule>', 'when somebody edits the secret').choices(['overwrite', 'adopt', 'stop'])
export const existingOption = () =>
  new Option('--existing <choice>', 'when the secret has a value already').choices(['overwrite', 'adopt', 'stop'])

export const sourceOptions = targetOptions

/** What a sync that is not there yet is planned with. */
export async function newSyncInput(flags: SyncFlags, api: Api): Promise<{ environmentId: string; path: string; [name: string]: unknown }> {
  const { credential, secretName, keyPrefix = '', neverDelete = false } = flags
  const missing = [...(credential ? [] : ['--credential']), ...(secretName ? [] : ['--secret-name'])]
  if (!credential || !secretName) throw usage(`A sync needs ${missing.join(' and ')}.`)
  const tags = tagsOf(flags.tag ?? [])
  const { environment, path = '/' } = await findTarget(flags, await api.introspect())
  return {
    environmentId: environment.environment.id,
    path,
    credentialId: (await findCredential(api, credential)).id,
    options: { awsSecretsManager: { secretName, kmsKeyArn: flags.kmsKey || null, tags } },
    keyPrefix,
    neverDeletes: neverDelete,
  }
}

export function tagsOf(words: readonly string[]): { key: string; value: string }[] {
  return words.map((word) => {
    const equals = word.indexOf('=')
    if (equals <= 0) throw usage(`"${word}" is no tag.`, 'Write --tag key=value')
    return { key: word.slice(0, equals), value: word.slice(equals + 1) }
  })
}

/** Refuses, before anything is asked of anybody, what would need a confirmation that nobody can give. */
export function requireConfirmable({ flags, terminal }: Invocation, what: string): void {
  if (!flags.yes && !terminal.interactive) throw usage(`${what} needs a confirmation, and nobody can be asked here.`, 'Add --yes')
}

export async function confirmed({ flags, terminal }: Invocation, question: string, otherwise: string): Promise<void> {
  if (flags.yes || (await terminal.confirm(printable(question)))) return
  throw new Failure('interrupted', otherwise, { code: 'interrupted' })
}
