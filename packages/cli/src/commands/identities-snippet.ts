import { type Command, Option } from 'commander'
import * as z from 'zod'
import type { Api } from '../api.ts'
import { Failure } from '../failure.ts'
import { ask } from '../graphql.ts'
import { findAccountId, findIdentity, type Identity } from '../identities.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { type Column, printable, printJson, printList } from '../output.ts'
import { openSession } from '../session.ts'

interface SnippetFlags {
  serviceAccount?: string
  account?: string
  kind?: string
}

const snippetSchema = z.object({
  kind: z.string(),
  title: z.string(),
  purpose: z.string(),
  language: z.string(),
  fileName: z.string(),
  about: z.string(),
  code: z.string(),
  replace: z.array(z.object({ text: z.string(), meaning: z.string() })),
  notes: z.array(z.string()),
})
type Snippet = z.output<typeof snippetSchema>

const answerSchema = z
  .object({ data: z.object({ externalIdentity: z.object({ snippets: z.array(snippetSchema) }) }) })
  .transform(({ data }) => data.externalIdentity.snippets)

const query = `query($id: ID!, $serviceAccountId: ID) { externalIdentity(id: $id) { snippets(serviceAccountId: $serviceAccountId) {
  kind title purpose language fileName about code replace { text meaning } notes } } }`

const column = (title: string, text: (snippet: Snippet) => string): Column => ({ title, text: (row) => text(row as Snippet) })
const columns = [
  column('KIND', ({ kind }) => kind),
  column('TITLE', ({ title }) => title),
  column('FILE', ({ fileName }) => fileName),
  column('ABOUT', ({ about }) => about),
]

export function registerIdentitySnippet(identities: Command): void {
  identities
    .command('snippet')
    .description('how the workloads of an identity log in: files and commands, filled in')
    .argument('<identity>', 'its id or its name')
    .option('--service-account <account>', 'id or name of the account to become (default: the one that is bound)')
    .option('--kind <kind>', 'print this one; without it, list what there is')
    .addOption(new Option('--account <account>').hideHelp())
    .addHelpText(
      'after',
      '\nThe snippet goes to stdout, and what is still to be replaced in it to stderr.\n\nExamples:\n  $ bonafide identities snippet shop-main\n  $ bonafide identities snippet shop-main --kind github-actions > .github/workflows/deploy.yml\n  $ bonafide identities snippet prod-ec2 --service-account web --kind ecs --json',
    )
    .action(show)
}

async function show(wanted: string, flags: SnippetFlags, command: Command): Promise<void> {
  const invocation = invocationOf(command)
  const { api } = await openSession(invocation)
  const identity = await findIdentity(api, wanted)
  const serviceAccountId = await accountFor(flags.serviceAccount ?? flags.account, identity, api)
  const snippets = await ask(api, { query, variables: { id: identity.id, serviceAccountId } }, answerSchema)
  if (flags.kind === undefined) return printList(invocation.terminal, snippets, columns, invocation.flags)
  const snippet = snippets.find(({ kind }) => kind === flags.kind)
  if (snippet) return print(snippet, invocation)
  throw new Failure('notFound', `"${identity.name}" has no snippet "${flags.kind}".`, {
    fix: `Choose from ${snippets.map(({ kind }) => kind).join(', ')}`,
    code: 'not_found',
  })
}

/** The one that is meant; without a word the one that is bound, if it is the only one. */
async function accountFor(wanted: string | undefined, { serviceAccounts }: Identity, api: Api): Promise<string | null> {
  if (wanted !== undefined) return findAccountId(api, wanted)
  const [only, ...others] = serviceAccounts ?? []
  return only && others.length === 0 ? only.id : null
}

function print(snippet: Snippet, { terminal, flags }: Invocation): void {
  if (flags.json) {
    printJson(terminal, snippet, flags)
    return
  }
  terminal.result(snippet.code)
  for (const { text, meaning } of snippet.replace) terminal.notice(`Replace ${printable(text)}: ${printable(meaning)}`)
  for (const note of snippet.notes) terminal.notice(printable(note))
}
