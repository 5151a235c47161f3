import type { Command } from 'commander'
import { exitCodes, Failure, usage } from '../failure.ts'
import type { Pair } from '../formats.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { printJson } from '../output.ts'
import type { TargetFlags } from '../target.ts'
import { readText } from '../text-input.ts'
import { missing, openWorkspace } from '../workspace.ts'
import { targetOptions } from './options.ts'
import { sentence, typeOption, type WriteFlags, write } from './secrets-batch.ts'

interface SetFlags extends WriteFlags {
  trim?: boolean
}

export function registerSecretsWrite(secrets: Command): void {
  targetOptions(secrets.command('set'))
    .description('create or change secrets')
    .argument('<pair...>', 'KEY=VALUE, or KEY - to read the value from stdin')
    .addOption(typeOption())
    .option('--trim', 'drop line ends at the end of a value from stdin')
    .addHelpText(
      'after',
      '\nA value in the arguments is visible to other programs and stays in the history of the shell: prefer stdin.\n\nExamples:\n  $ bonafide secrets set DATABASE_URL - < url.txt\n  $ openssl rand -hex 32 | bonafide secrets set SESSION_KEY - --trim\n  $ bonafide secrets set LOG_LEVEL=debug --env staging',
    )
    .action(set)
  targetOptions(secrets.command('delete').alias('rm'))
    .description('delete secrets')
    .argument('<key...>')
    .addHelpText('after', '\nAsks first at a terminal; elsewhere --yes is needed.\n\nExamples:\n  $ bonafide secrets delete OLD_KEY --yes')
    .action(remove)
}

async function set(words: string[], flags: SetFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const pairs = await pairsOf(words, flags, invocation)
  const { counts, place } = await write(pairs, flags, invocation)
  const { created, updated, unchanged } = counts
  if (invocation.flags.json) return printJson(invocation.terminal, { created, updated, unchanged }, invocation.flags)
  invocation.terminal.notice(`${place}: ${sentence(counts)}.`)
}

async function pairsOf(words: string[], flags: SetFlags, invocation: Invocation): Promise<Pair[]> {
  const pairs: Pair[] = []
  let stdinUsed = false
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    const equals = word.indexOf('=')
    if (equals >= 0) {
      pairs.push({ key: word.slice(0, equals), value: word.slice(equals + 1) })
    } else if (words[index + 1] === '-') {
      if (stdinUsed) throw usage('Only one value can come from stdin.')
      stdinUsed = true
      pairs.push({ key: word, value: await valueFromStdin(word, flags, invocation) })
      index++
    } else {
      if (!invocation.terminal.interactive)
        throw usage(`No value is given for "${word}".`, `bonafide secrets set ${word} -   reads it from stdin`)
      pairs.push({ key: word, value: await invocation.terminal.askSecret(`Value of ${word}`) })
    }
  }
  if (new Set(pairs.map((pair) => pair.key)).size < pairs.length) throw usage('A key is given more than once.')
  return pairs
}

async function valueFromStdin(key: string, { trim }: SetFlags, { terminal }: Invocation): Promise<string> {
  const value = await readText('-', terminal)
  if (trim) return value.replace(/[\r\n]+$/, '')
  // Kept, because a value must come back as it was given; said, because it is seldom meant.
  if (value.endsWith('\n')) terminal.notice(`The value of ${key} ends with a line end, which is kept. Use --trim to drop it.`)
  return value
}

async function remove(keys: string[], flags: TargetFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  if (!invocation.flags.yes && !terminal.interactive)
    throw usage('Deleting needs a confirmation, and nobody can be asked here.', 'Add --yes')
  const workspace = await openWorkspace(invocation, flags)
  const wanted = new Set(keys)
  const found = (await workspace.door.read({ path: workspace.target.path ?? '/' })).filter((secret) => wanted.has(secret.key))
  const [absent, another] = [...wanted].filter((key) => !found.some((secret) => secret.key === key))
  if (found.length === 0 && absent !== undefined) missing(another === undefined ? absent : keys.join(', '), workspace)
  const question = `Delete ${found.map((secret) => secret.key).join(', ')} from ${workspace.place}?`
  if (!invocation.flags.yes && !(await terminal.confirm(question)))
    throw new Failure('interrupted', 'Nothing was deleted.', { code: 'interrupted' })
  await workspace.door.remove(found.map((secret) => secret.id))
  if (invocation.flags.json)
    printJson(
      terminal,
      { deleted: found.map((secret) => secret.key), missing: keys.filter((key) => !found.some((secret) => secret.key === key)) },
      invocation.flags,
    )
  else terminal.notice(`Deleted ${found.length} secret${found.length === 1 ? '' : 's'} from ${workspace.place}.`)
  if (absent === undefined) return
  terminal.notice(`Not there: ${keys.filter((key) => !found.some((secret) => secret.key === key)).join(', ')}.`)
  process.exitCode = exitCodes.partial
}
