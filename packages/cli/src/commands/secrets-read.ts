import { type Command, Option } from 'commander'
import { usage } from '../failure.ts'
import { type ExportFormat, exportFormats, looksLikeFormula } from '../formats.ts'
import { invocationOf } from '../invocation.ts'
import { printJson, printList } from '../output.ts'
import type { PlainValue } from '../secret.ts'
import type { TargetFlags } from '../target.ts'
import { openWorkspace, readForPrograms } from '../workspace.ts'
import { targetOptions } from './options.ts'

export function registerSecretsRead(secrets: Command): void {
  targetOptions(secrets.command('list').alias('ls'))
    .description('list secrets, of every folder unless --path names one; values are masked')
    .option('--reveal', 'show the values')
    .addHelpText('after', '\nExamples:\n  $ bonafide secrets list --env production\n  $ bonafide secrets list --json=key,path,version')
    .action(list)
  targetOptions(secrets.command('get'))
    .description('print the value of one secret')
    .argument('<key>')
    .option('--resolve', 'resolve references to other secrets')
    .addHelpText(
      'after',
      '\nPiped, the value is printed byte for byte, without a newline of our own.\n\nExamples:\n  $ bonafide secrets get DATABASE_URL --env production\n  $ bonafide secrets get TLS_KEY > key.pem',
    )
    .action(get)
  targetOptions(secrets.command('export'))
    .description('print secrets as a file, references resolved')
    .argument('[key...]', 'only these')
    .addOption(new Option('--format <format>', 'how to write them').choices(Object.keys(exportFormats)))
    .option('--raw', 'leave references to other secrets unresolved')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide secrets export > .env\n  $ bonafide secrets export --format json --env production | jq .\n  $ eval "$(bonafide secrets export --format shell)"',
    )
    .action(exportSecrets)
}

async function list(flags: TargetFlags & { reveal?: boolean }, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { door, target } = await openWorkspace(invocation, flags)
  const found = await door.read({ path: target.path })
  const rows = found.sort(byPathAndKey).map((secret) => rowOf(secret, flags.reveal ?? false))
  printList(
    invocation.terminal,
    rows,
    [
      { title: 'KEY', text: (row) => String(row.key) },
      { title: 'VALUE', text: (row) => (row.value === null ? '••••••••' : String(row.value)) },
      { title: 'PATH', text: (row) => String(row.path) },
      { title: 'TYPE', text: (row) => String(row.type) },
      { title: 'VERSION', text: (row) => String(row.version) },
    ],
    invocation.flags,
  )
}

const byPathAndKey = (left: PlainValue, right: PlainValue): number =>
  left.path === right.path ? (left.key < right.key ? -1 : 1) : left.path < right.path ? -1 : 1

/** A secret as JSON shows it. A masked value is null; a sealed one is delivered to programs and never shown in lists. */
function rowOf({ id, key, value, path, comment, tags, type, version, overridden, createdAt, updatedAt }: PlainValue, reveal: boolean) {
  return {
    id,
    key,
    value: reveal && type !== 'sealed' ? value : null,
    path,
    comment,
    tags,
    type,
    version,
    overridden,
    createdAt,
    updatedAt,
  }
}

async function get(key: string, flags: TargetFlags & { resolve?: boolean }, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const workspace = await openWorkspace(invocation, flags)
  const [secret] = await readForPrograms(workspace, { keys: [key], raw: !flags.resolve }, invocation)
  if (!secret) return
  if (invocation.flags.json) return printJson(terminal, { ...rowOf(secret, true), value: secret.value }, invocation.flags)
  terminal.result(terminal.stdoutIsTerminal ? `${secret.value}\n` : secret.value)
}

async function exportSecrets(
  keys: string[],
  flags: TargetFlags & { format?: ExportFormat; raw?: boolean },
  command: Command,
): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const format = flags.format ?? formatOfOutput(invocation.flags.json ? 'json' : invocation.flags.output)
  const workspace = await openWorkspace(invocation, flags)
  const found = await readForPrograms(workspace, { keys: keys.length > 0 ? keys : undefined, raw: flags.raw }, invocation)
  if (format === 'csv' && found.some(({ key, value }) => looksLikeFormula(key) || looksLikeFormula(value))) {
    terminal.notice('Some values begin like a formula. They are exported unchanged: do not open the file in a spreadsheet.')
  }
  terminal.result(exportFormats[format](found))
}

/** The global `--output` chooses a format too; `env` is another word for dotenv. */
function formatOfOutput(output: string | undefined): ExportFormat {
  const wanted = output === undefined || output === 'env' || output === 'table' ? 'dotenv' : output
  if (wanted in exportFormats) return wanted as ExportFormat
  throw usage(`There is no format "${wanted}".`, `Choose from ${Object.keys(exportFormats).join(', ')}`)
}
