import type { Command } from 'commander'
import { Failure, usage } from '../failure.ts'
import { findIdentity, type Identity, identityFields, identitySchema, requireProviderName, storedConfig } from '../identities.ts'
import { configInput, type ProviderName } from '../identity-providers.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { change } from '../mutation.ts'
import { printable, printJson } from '../output.ts'
import { previewChange } from '../reported.ts'
import { openSession } from '../session.ts'
import { readText } from '../text-input.ts'
import { configBy, requireOwnFlags, speaksOfConfig } from './identity-config.ts'
import { updateOptions } from './identity-flags.ts'
import { fieldsBy, flagFor, type IdentityFlags, identityOptions } from './identity-options.ts'
import { warnOf } from './print-identity.ts'
import { printPreview } from './print-reported.ts'

interface UpdateFlags extends IdentityFlags {
  enable?: boolean
  disable?: boolean
  reportOnly?: boolean
  enforce?: boolean
  preview?: boolean
  days?: string
  expectedVersion?: string
}

export function registerIdentityUpdate(identities: Command): void {
  const command = identities
    .command('update')
    .description('change what an identity trusts or grants; tokens of those it no longer trusts are revoked')
    .argument('<identity>', 'its id or its name')
    .option('--name <name>', 'another name')
    .option('--enable', 'let its workloads log in')
    .option('--disable', 'let nobody log in by it, and revoke its tokens')
    .option('--report-only', 'let in and count whom its inner rules do not trust; what the platform vouches for is enforced')
    .option('--enforce', 'end that: its rules refuse again, and tokens that were given by report-only alone are revoked')
    .option('--preview', 'change nothing: replay the attempts of the last days on the change, and say who would be refused and who let in')
    .option('--days <number>', 'with --preview: how many days back, 1 to 30 (default: 7)')
    .option('--expected-version <number>', 'change this version only (default: the one that is there now)')
  identityOptions(command)
  for (const option of updateOptions()) command.addOption(option)
  command
    .addHelpText(
      'after',
      "\nAn edit of somebody else in between is a conflict: exit code 6, and nothing is changed. An empty text ('') sets a field back to its default.\n\nExamples:\n  $ bonafide identities update prod-ec2 --add-principal arn:aws:iam::111122223333:role/web-prod\n  $ bonafide identities update shop-main --remove-subject repo:acme/shop:environment:staging --max-ttl 1h\n  $ bonafide identities update prod-ec2 --disable\n  $ bonafide identities update shop-main --claim 'environment = production' --preview\n  $ bonafide identities update shop-main --claim 'environment = production' --report-only",
    )
    .action(update)
}

async function update(wanted: string, flags: UpdateFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  if (flags.enable && flags.disable) throw usage('--enable and --disable exclude each other.')
  if (flags.reportOnly && flags.enforce) throw usage('--report-only and --enforce exclude each other.')
  if (flags.days !== undefined && !flags.preview) throw usage('--days belongs to --preview.')
  const enabled = flags.enable ? true : flags.disable ? false : undefined
  const fields = { ...fieldsBy(flags), enabled, reportOnly: flags.reportOnly ? true : flags.enforce ? false : undefined }
  if (Object.values(fields).every((field) => field === undefined) && !speaksOfConfig(flags))
    throw usage('Nothing is said that should change.', 'bonafide identities update --help')
  const expected = flags.expectedVersion === undefined ? undefined : versionOf(flags.expectedVersion)
  const { api } = await openSession(invocation)
  const identity = await findIdentity(api, wanted)
  const provider = requireProviderName(identity)
  const config = await changedConfig(identity, provider, flags, invocation)
  if (flags.preview) {
    const { defaultTtl, maxTtl, reportOnly } = fields
    const preview = await previewChange(api, {
      identityId: identity.id,
      defaultTtl,
      maxTtl,
      enabled,
      reportOnly,
      config,
      days: daysOf(flags),
    })
    if (invocation.flags.json) return printJson(invocation.terminal, preview, invocation.flags)
    return printPreview(preview, invocation.terminal)
  }
  const { externalIdentity } = await change(api, {
    name: 'updateExtIdentity',
    input: {
      id: identity.id,
      expectedVersion: expected ?? identity.version,
      ...fields,
      config,
    },
    selection: `externalIdentity { ${identityFields} }`,
    shape: { externalIdentity: identitySchema },
    flagOf: flagFor(provider, flags),
  })
  const { name, version, lint } = externalIdentity
  warnOf(lint, invocation.terminal)
  if (invocation.flags.json) return printJson(invocation.terminal, externalIdentity, invocation.flags)
  const deed = version === identity.version ? 'is as it was' : `was changed: version ${version}`
  invocation.terminal.result(`${printable(name)} (${identity.id}) ${deed}.\n`)
}

async function changedConfig(identity: Identity, provider: ProviderName, flags: UpdateFlags, { terminal }: Invocation) {
  requireOwnFlags(provider, flags)
  if (!speaksOfConfig(flags)) return undefined
  const before = storedConfig(identity, provider)
  if (before === null && flags.config === undefined) {
    throw new Failure('invalid', `What is stored of "${identity.name}" is not valid, so single parts of it cannot be changed.`, {
      fix: 'Give all of it with --config <file>',
      code: 'identity_misconfigured',
    })
  }
  return configInput(await configBy(flags, provider, before ?? {}, (source) => readText(source, terminal)), provider)
}

function versionOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw usage(`"${text}" is not a version.`, 'It is the number under "version" of bonafide identities get <id> --json')
}

function daysOf({ days }: UpdateFlags): number | undefined {
  if (days === undefined || /^([1-9]|[12]\d|30)$/.test(days)) return days === undefined ? undefined : Number(days)
  throw usage(`"${days}" is no number of days from 1 to 30.`)
}
