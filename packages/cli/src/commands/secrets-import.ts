import { type Command, Option } from 'commander'
import { shellQuote } from '../formats.ts'
import { invocationOf } from '../invocation.ts'
import { printJson } from '../output.ts'
import { formatOf, type ImportFormat, importFormats, readSecretFile } from '../secret-file.ts'
import { readText } from '../text-input.ts'
import { targetOptions } from './options.ts'
import { sentence, typeOption, type WriteFlags, write } from './secrets-batch.ts'

interface ImportFlags extends WriteFlags {
  format?: ImportFormat
  dryRun?: boolean
  skipExisting?: boolean
}

export function registerSecretsImport(secrets: Command): void {
  targetOptions(secrets.command('import'))
    .description('create and change secrets from a .env file, or from a flat JSON object')
    .argument('<file>', 'the file, or - for stdin')
    .addOption(new Option('--format <format>', 'what it is (default: by its name, else by how it begins)').choices(importFormats))
    .addOption(typeOption())
    .option('--overwrite', 'change those that are there with another value (the default)')
    .addOption(new Option('--skip-existing', 'leave those that are there as they are').conflicts('overwrite'))
    .option('--dry-run', 'say what would change, and change nothing')
    .addHelpText(
      'after',
      '\nSecrets that are not in the file stay as they are. Delete the file afterwards: it holds your secrets in the clear.\n\nExamples:\n  $ bonafide secrets import .env --env development\n  $ bonafide secrets import .env --env development --dry-run\n  $ aws secretsmanager get-secret-value --secret-id demo-secret --query SecretString --output text | bonafide secrets import - --env development',
    )
    .action(importFile)
}

async function importFile(file: string, flags: ImportFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  const text = await readText(file, terminal)
  const { pairs, repeated } = readSecretFile(text, flags.format ?? formatOf(file, text), file === '-' ? 'The input' : file)
  if (repeated > 0) terminal.notice(`${repeated} keys are set more than once; the last one counts.`)
  const { counts, place } = await write(pairs, flags, invocation)
  const dryRun = flags.dryRun ?? false
  if (invocation.flags.json) printJson(terminal, { imported: pairs.length, ...counts, dryRun }, invocation.flags)
  else {
    const deed = dryRun ? 'Would import' : 'Imported'
    terminal.result(`${deed} ${pairs.length} secret${pairs.length === 1 ? '' : 's'} into ${place}: ${sentence(counts)}.\n`)
  }
  if (file !== '-' && !dryRun && pairs.length > 0)
    terminal.notice(`The file still holds the values in the clear. Delete it: rm ${wordOf(file)}`)
}

/** A path as a word of a shell, with quotes only where it needs them. */
const wordOf = (path: string): string => (/^[\w./][\w./-]*$/.test(path) ? path : shellQuote(path.startsWith('-') ? `./${path}` : path))
