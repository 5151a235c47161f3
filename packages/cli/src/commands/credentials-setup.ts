import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Command, Option } from 'commander'
import { type CredentialKind, credentialKindNames, credentialKinds, findCredential, readSetup, type SetupText } from '../credentials.ts'
import { Failure, usage } from '../failure.ts'
import { invocationOf } from '../invocation.ts'
import { printable, printJson } from '../output.ts'
import { codeOf, reasonOf } from '../private-file.ts'
import { openSession, type Session } from '../session.ts'
import { findApp, findTarget } from '../target.ts'
import type { Terminal } from '../terminal.ts'

const targets = { 'aws-cli': 'aws_cli', cloudformation: 'cloudformation', terraform: 'terraform', console: 'console' } as const

interface SetupFlags {
  kind: CredentialKind
  region: string
  target?: keyof typeof targets
  roleName?: string
  policyName?: string
  account?: string
  secretName?: string
  kmsKey?: string
  externalId?: string
  withoutExternalId?: boolean
  app?: string
  env?: string
  credential?: string
  outputDir?: string
}

export function registerCredentialSetup(credentials: Command): void {
  credentials
    .command('setup')
    .description('print the policies, commands and templates that make in AWS what a credential needs')
    .addOption(new Option('--kind <kind>', 'how the server will sign in').choices(credentialKindNames).makeOptionMandatory())
    .requiredOption('--region <region>', 'the region of the secrets')
    .addOption(new Option('--target <target>', 'for this tool only').choices(Object.keys(targets)))
    .option('--role-name <name>', 'how the role is to be called')
    .option('--policy-name <name>', 'how the policy is to be called')
    .option('--account <id>', 'the AWS account, 12 digits')
    .option('--secret-name <name>', 'only for this secret (default: any)')
    .option('--kms-key <arn>', 'with this KMS key of yours')
    .option('--external-id <id>', 'assume-role: this external id (default: the pending one)')
    .option('--without-external-id', 'assume-role: none')
    .option('--app <app>', 'web-identity: only syncs of this app')
    .option('--env <environment>', 'web-identity: only syncs of this environment')
    .option('--credential <credential>', 'web-identity: only this credential and its syncs')
    .option('--output-dir <folder>', 'write files instead, into a folder that has none of these names')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide credentials setup --kind assume-role --region eu-central-1 --secret-name prod/web --target aws-cli\n  $ bonafide credentials setup --kind web-identity --region eu-central-1 --app shop --target terraform --output-dir infrastructure',
    )
    .action(setUp)
}

async function setUp(flags: SetupFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { terminal } = invocation
  if (flags.externalId !== undefined && flags.withoutExternalId) throw usage('--external-id and --without-external-id exclude each other.')
  const session = await openSession(invocation)
  const texts = await readSetup(session.api, await inputOf(flags, session))
  const { target, outputDir } = flags
  const wanted = target === undefined ? texts : texts.filter((text) => text.target === targets[target])
  if (wanted.length === 0) throw new Failure('notFound', `There is nothing for ${target} here.`, { code: 'not_found' })
  if (outputDir !== undefined) return write(wanted, { folder: outputDir, byTarget: target === undefined }, terminal)
  if (invocation.flags.json) return printJson(terminal, wanted, invocation.flags)
  for (const text of wanted) print(text, terminal)
}

async function inputOf(flags: SetupFlags, { api }: Session): Promise<object> {
  const { kind, region, roleName, policyName, account, secretName, externalId, withoutExternalId = false, app, env } = flags
  const reach = app === undefined && env === undefined ? undefined : await api.introspect()
  const target = reach && env !== undefined ? await findTarget({ app, env }, reach) : undefined
  return {
    kind: credentialKinds[kind].enumName,
    region,
    roleName,
    policyName,
    account,
    secretName,
    kmsKeyArn: flags.kmsKey,
    externalId,
    withoutExternalId,
    appId: target?.app.id ?? (reach && app !== undefined ? findApp(reach.apps, app).id : undefined),
    environmentId: target?.environment.environment.id,
    credentialId: flags.credential === undefined ? undefined : (await findCredential(api, flags.credential)).id,
  }
}

/** What is to be used goes to stdout, what is to be read to stderr, so that one text can be piped. */
function print({ title, explanation, fileName, content }: SetupText, terminal: Terminal): void {
  terminal.notice(`${terminal.paint('bold', printable(title))}${fileName === null ? '' : `, to be saved as ${printable(fileName)}`}`)
  terminal.notice(`${printable(explanation)}\n`)
  terminal.result(`${withoutControls(content).trimEnd()}\n\n`)
}

/** Several lines that cannot drive a terminal. */
const withoutControls = (text: string): string => text.split('\n').map(printable).join('\n')

/** Files under their own names, commands of one tool in one file; below a folder for each tool where there are several. */
async function write(
  texts: readonly SetupText[],
  { folder, byTarget }: { folder: string; byTarget: boolean },
  terminal: Terminal,
): Promise<void> {
  const files = new Map<string, string>()
  for (const { target, title, explanation, fileName, content } of texts) {
    const path = join(folder, byTarget ? requireName(target) : '', requireName(fileName ?? `${target}.sh`))
    const comment = `# ${title}\n# ${explanation.replaceAll('\n', '\n# ')}\n`
    files.set(path, fileName === null ? `${files.get(path) ?? ''}${comment}${content.trimEnd()}\n\n` : `${content.trimEnd()}\n`)
  }
  for (const [path, content] of files) {
    await mkdir(dirname(path), { recursive: true })
    await writeNew(path, content)
    terminal.result(`${path}\n`)
  }
}

/** A name comes from the server and must not lead out of the folder. */
function requireName(name: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return name
  throw new Failure('invalid', `"${printable(name)}" is no name for a file here.`, { code: 'unexpected_answer' })
}

async function writeNew(path: string, content: string): Promise<void> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 })
  } catch (cause) {
    const exists = codeOf(cause) === 'EEXIST'
    throw new Failure(exists ? 'invalid' : 'unexpected', `The file ${path} ${exists ? 'is there already' : 'cannot be written'}.`, {
      why: exists ? undefined : reasonOf(cause),
      fix: exists ? 'Choose another --output-dir; nothing is overwritten' : undefined,
      code: exists ? 'conflict' : 'file_unwritable',
      cause,
    })
  }
}
