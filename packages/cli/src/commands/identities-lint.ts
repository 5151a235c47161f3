import { defaultLifetimes } from '@bonafide/core'
import { type Command, Option } from 'commander'
import * as z from 'zod'
import { exitCodes, Failure, usage } from '../failure.ts'
import { type Finding, findIdentity, listFindings } from '../identities.ts'
import { findingsIn, fromGraphql, type ProviderName, providerNamed, providerNames } from '../identity-providers.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { printable, printJson } from '../output.ts'
import { jsonOf } from '../problem.ts'
import { openSession } from '../session.ts'
import { readText } from '../text-input.ts'
import { secondsOf } from './identity-config.ts'
import { printFinding } from './print-identity.ts'

const levels = ['info', 'warning', 'danger'] as const
type Level = (typeof levels)[number]

interface LintFlags {
  file?: string
  provider?: ProviderName
  maxTtl?: string
  failOn: Level
}

/** Something that was looked at, and what was found. */
interface Linted {
  id: string | null
  name: string
  findings: Finding[]
}

export function registerIdentityLint(identities: Command): void {
  identities
    .command('lint')
    .description('what deserves a second look in an identity, in all of them, or in a file before it is one')
    .argument('[identity]', 'its id or its name; without it and without --file: every identity')
    .option('--file <file>', 'a configuration as JSON, or - for stdin; read here, nothing is sent')
    .addOption(new Option('--provider <provider>', 'with --file: the platform, unless the file says so').choices(providerNames))
    .option('--max-ttl <duration>', 'with --file: how long its tokens would live at most (default: what the file says, or 24h)')
    .addOption(
      new Option('--fail-on <level>', 'end with 6 when something of this level, or worse, is found').choices(levels).default('danger'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide identities lint\n  $ bonafide identities lint prod-ec2 --fail-on warning\n  $ bonafide identities lint --file trust.json --provider oidc --json',
    )
    .action(lint)
}

async function lint(wanted: string | undefined, flags: LintFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const linted = await lintedBy(wanted, flags, invocation)
  if (invocation.flags.json) printJson(terminal, linted, invocation.flags)
  else print(linted, invocation)
  if (linted.some(({ findings }) => findings.some((finding) => reaches(finding, flags.failOn)))) process.exitCode = exitCodes.invalid
}

const reaches = ({ severity }: Finding, level: Level): boolean =>
  levels.findIndex((one) => one.toUpperCase() === severity) >= levels.indexOf(level)

async function lintedBy(wanted: string | undefined, flags: LintFlags, invocation: Invocation): Promise<Linted[]> {
  if (flags.file !== undefined) {
    if (wanted !== undefined) throw usage('Which of the two should be looked at?', 'Name an identity or a --file, not both')
    return [lintText(await readText(flags.file, invocation.terminal), flags.file, flags)]
  }
  if (flags.provider !== undefined || flags.maxTtl !== undefined) throw usage('--provider and --max-ttl speak of a --file.')
  const { api } = await openSession(invocation)
  if (wanted === undefined) return (await listFindings(api)).map(({ id, name, lint: findings }) => ({ id, name, findings }))
  const { id, name, lint: findings } = await findIdentity(api, wanted)
  return [{ id, name, findings }]
}

const fileSchema = z.record(z.string(), z.unknown())
// As `bonafide identities get --json` writes an identity.
const wholeSchema = z.object({ provider: z.string(), config: fileSchema, name: z.string().optional(), maxTtl: z.number().optional() })

function lintText(text: string, source: string, { provider, maxTtl }: LintFlags): Linted {
  const file = fileSchema.safeParse(jsonOf(text))
  if (!file.success) {
    throw new Failure('invalid', `${source === '-' ? 'The input' : source} is not a JSON object.`, {
      fix: 'Write it as bonafide identities get <id> --json shows it',
      code: 'malformed_file',
    })
  }
  const { data: whole } = wholeSchema.safeParse(file.data)
  const platform = provider ?? (whole && providerNamed(whole.provider))
  if (platform === undefined) throw usage('Of which platform is the configuration?', `Add --provider: ${providerNames.join(', ')}`)
  const { defaultTtlSeconds } = defaultLifetimes
  const maxTtlSeconds = maxTtl === undefined ? (whole?.maxTtl ?? defaultLifetimes.maxTtlSeconds) : secondsOf(maxTtl, 'max-ttl')
  const findings = findingsIn(platform, fromGraphql(whole?.config ?? file.data, platform), { defaultTtlSeconds, maxTtlSeconds })
  return {
    id: null,
    name: whole?.name ?? source,
    findings: findings.map(({ code, severity, message, pointer }) => ({
      code,
      severity: severity.toUpperCase() as Finding['severity'],
      message,
      field: pointer === '' ? null : pointer.split('/').slice(1),
    })),
  }
}

function print(linted: readonly Linted[], { terminal }: Invocation): void {
  const found = linted.filter(({ findings }) => findings.length > 0)
  for (const { id, name, findings } of found) {
    terminal.result(`${printable(id === null ? name : `${name} (${id})`)}\n`)
    for (const finding of findings) terminal.result(`  ${printFinding(finding, terminal, 'stdout')}\n`)
  }
  if (found.length === 0) terminal.notice(linted.length === 0 ? 'There is no identity yet.' : 'Nothing was found.')
}
