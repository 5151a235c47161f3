import type { Command } from 'commander'
import { type Credential, type CredentialKind, credentialKinds } from '../credentials.ts'
import { Failure, usage } from '../failure.ts'
import type { Invocation } from '../invocation.ts'
import { readText } from '../text-input.ts'

/** What a credential is made of; which of it belongs to which kind, `ownFlags` says. */
export interface CredentialFlags {
  name?: string
  region?: string
  roleArn?: string
  externalId?: string
  existingRole?: boolean
  withoutExternalId?: boolean
  accessKeyId?: string
  secretKeyFile?: string
  secretKeyEnv?: string
  force?: boolean
}

export const credentialOptions = (command: Command): Command =>
  command
    .option('--region <region>', 'the region that it is used in, for example eu-central-1')
    .option('--role-arn <arn>', 'the role to be assumed (assume-role, web-identity)')
    .option('--external-id <id>', 'assume-role: the external id (default: the pending one, see credentials external-id)')
    .option('--existing-role', 'assume-role: the role exists already and asks for the external id of --external-id')
    .option('--without-external-id', "assume-role: none, for a role in the server's own account")
    .option('--access-key-id <id>', 'access-keys: the id of the keys')
    .option('--secret-key-file <file>', 'access-keys: the file with the secret access key, or - for stdin (default: asked at a terminal)')
    .option('--secret-key-env <name>', 'access-keys: the variable with the secret access key')
    .option('--force', 'store it although it does not sign in now')

const flagOf: Partial<Record<keyof CredentialFlags, string>> = {
  roleArn: '--role-arn',
  externalId: '--external-id',
  existingRole: '--existing-role',
  withoutExternalId: '--without-external-id',
  accessKeyId: '--access-key-id',
  secretKeyFile: '--secret-key-file',
  secretKeyEnv: '--secret-key-env',
}

const ownFlags: Record<CredentialKind, (keyof CredentialFlags)[]> = {
  'assume-role': ['roleArn', 'externalId', 'existingRole', 'withoutExternalId'],
  'access-keys': ['accessKeyId', 'secretKeyFile', 'secretKeyEnv'],
  'web-identity': ['roleArn'],
}

/** Refuses flags of another kind, and those that contradict each other. */
export function requireFitting(kind: CredentialKind, flags: CredentialFlags): void {
  const others = (Object.keys(flagOf) as (keyof CredentialFlags)[]).filter((name) => !ownFlags[kind].includes(name))
  const foreign = others.find((name) => flags[name] !== undefined)
  if (foreign) throw usage(`${flagOf[foreign]} does not belong to ${kind}.`)
  if (flags.withoutExternalId && flags.externalId !== undefined) throw usage('--external-id and --without-external-id exclude each other.')
  if (flags.existingRole && flags.externalId === undefined)
    throw usage('--existing-role needs the external id of the role.', 'Add --external-id <id>')
  if (flags.secretKeyFile !== undefined && flags.secretKeyEnv !== undefined)
    throw usage('--secret-key-file and --secret-key-env exclude each other.')
}

/** Says all at once which of these flags are missing. */
export function requireAll(what: string, flags: Record<string, string | undefined>): void {
  const missing = Object.entries(flags).flatMap(([flag, value]) => (value ? [] : [flag]))
  if (missing.length > 0) throw usage(`${what} needs ${missing.join(', ')}.`)
}

/** Whether anything but the name is said to change. */
export const speaksOfConfig = (flags: CredentialFlags): boolean =>
  flags.region !== undefined || (Object.keys(flagOf) as (keyof CredentialFlags)[]).some((name) => flags[name] !== undefined)

/**
 * The configuration as GraphQL takes it: what the flags say, and the rest as it was. `externalId` is asked for only where none is named.
 */
export async function configOf(
  kind: CredentialKind,
  flags: CredentialFlags,
  before: Credential | null,
  given: { invocation: Invocation; externalId(): Promise<string> },
): Promise<object> {
  const region = flags.region ?? before?.region
  const roleArn = flags.roleArn ?? before?.roleArn
  const parts: Record<CredentialKind, () => Promise<object>> = {
    'assume-role': async () => ({ region, roleArn, ...(await externalIdOf(flags, before, given.externalId)) }),
    'access-keys': async () => ({
      region,
      accessKeyId: flags.accessKeyId,
      secretAccessKey: await secretKey(flags, before, given.invocation),
    }),
    'web-identity': async () => ({ region, roleArn }),
  }
  return { [credentialKinds[kind].input]: await parts[kind]() }
}

async function externalIdOf(
  { externalId, existingRole, withoutExternalId }: CredentialFlags,
  before: Credential | null,
  pending: () => Promise<string>,
): Promise<object> {
  if (withoutExternalId) return { externalId: null }
  if (externalId !== undefined) return { externalId, existingRole: existingRole ?? false }
  if (before) return { externalId: before.externalId, existingRole: !before.externalIdIssued }
  return { externalId: await pending() }
}

/** From a file, a variable or a prompt: never from the arguments, where other programs and the shell's history would have it. */
async function secretKey(
  { secretKeyFile, secretKeyEnv }: CredentialFlags,
  before: Credential | null,
  { terminal, environment }: Invocation,
): Promise<string | undefined> {
  if (secretKeyFile !== undefined) return requireText((await readText(secretKeyFile, terminal)).trim(), 'The file of --secret-key-file')
  if (secretKeyEnv !== undefined) return requireText(environment.all[secretKeyEnv]?.trim(), `The variable ${secretKeyEnv}`)
  if (before) return undefined
  if (terminal.interactive) return (await terminal.askSecret('Secret access key')).trim()
  throw usage(
    'The secret access key is needed, and nobody can be asked here.',
    'Add --secret-key-file <file>, - for stdin, or --secret-key-env <name>',
  )
}

function requireText(text: string | undefined, what: string): string {
  if (text) return text
  throw new Failure('invalid', `${what} is empty.`, {
    fix: 'It has to hold the secret access key and nothing else',
    code: 'malformed_request',
  })
}

const flagOfField: Record<string, string> = {
  name: '--name',
  region: '--region',
  roleArn: '--role-arn',
  externalId: '--external-id',
  accessKeyId: '--access-key-id',
  secretAccessKey: 'the secret access key',
}

/** The flag to mend where the server objects to a part of the input. */
export const credentialFlag = (field: readonly string[]): string | undefined => flagOfField[field.at(-1) ?? '']
