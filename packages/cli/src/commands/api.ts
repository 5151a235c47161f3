import type { Command } from 'commander'
import { usage } from '../failure.ts'
import { graphqlFailure, graphqlPath } from '../graphql.ts'
import type { HttpResponse } from '../http.ts'
import { type Invocation, invocationOf } from '../invocation.ts'
import { jsonOf, refusalOf } from '../problem.ts'
import { openSession } from '../session.ts'
import { readText } from '../text-input.ts'
import { repeated } from './options.ts'

interface ApiFlags {
  field?: string[]
  typedField?: string[]
  header?: string[]
  input?: string
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']

export function registerApi(program: Command): void {
  program
    .command('api')
    .description('call the API with your token')
    .argument('<what>', '"graphql", or an HTTP method')
    .argument('[path]', 'for a method: the path, beginning with /')
    .option('-f, --field <name=value>', 'a text; @file reads it from a file, @- from stdin. graphql: "query", else a variable', repeated)
    .option('-F, --typed-field <name=json>', 'a number, boolean, object … as JSON', repeated)
    .option('-H, --header <name:value>', 'a further header', repeated)
    .option('--input <file>', 'the whole body, from a file or - for stdin')
    .addHelpText(
      'after',
      "\nExamples:\n  $ bonafide api graphql -f query='{ viewer { id } }'\n  $ bonafide api graphql -f query=@query.graphql -f id=0192… -F first=10\n  $ bonafide api GET /service/secrets/tokens/\n  $ bonafide api POST /api/v1/auth/azure --input body.json",
    )
    .action(async (what: string, path: string | undefined, flags: ApiFlags, command: Command) => {
      const invocation = invocationOf(command)
      if (what === 'graphql') return callGraphql(path, flags, invocation)
      const method = what.toUpperCase()
      if (!methods.includes(method))
        throw usage(`"${what}" is neither graphql nor an HTTP method.`, `Choose from graphql, ${methods.join(', ')}`)
      await callRest(method, path, flags, invocation)
    })
}

async function callGraphql(path: string | undefined, flags: ApiFlags, invocation: Invocation): Promise<void> {
  if (path !== undefined) throw usage('graphql takes no path.', 'bonafide api graphql -f query=@query.graphql')
  const { query, operationName, ...variables } = await fieldsOf(flags, invocation)
  if (typeof query !== 'string') throw usage('Which query?', 'Add -f query=@query.graphql')
  const session = await openSession(invocation)
  const body = JSON.stringify({ query, variables, ...(typeof operationName === 'string' ? { operationName } : {}) })
  const response = await session.api.raw('POST', graphqlPath, body, headersOf(flags))
  print(response, invocation)
  // The answer itself is printed whole, also when it tells of a failure.
  const failure = graphqlFailure(response)
  if (failure) throw failure
}

async function callRest(method: string, path: string | undefined, flags: ApiFlags, invocation: Invocation): Promise<void> {
  // Never a whole URL: the token goes to its own server only.
  if (path === undefined || !path.startsWith('/'))
    throw usage('The path must begin with /.', `bonafide api ${method} /service/secrets/tokens/`)
  const body = await bodyOf(method, flags, invocation)
  const session = await openSession(invocation)
  const response = await session.api.raw(method, path, body, headersOf(flags))
  print(response, invocation)
  if (response.status >= 300) throw refusalOf(response, `${method} ${path}`)
}

async function bodyOf(method: string, flags: ApiFlags, invocation: Invocation): Promise<string | undefined> {
  const hasFields = flags.field !== undefined || flags.typedField !== undefined
  if (flags.input !== undefined && hasFields) throw usage('Either --input or fields, not both.')
  if ((flags.input !== undefined || hasFields) && ['GET', 'HEAD'].includes(method))
    throw usage(`${method} takes no body.`, 'Put parameters into the path: /path?name=value')
  if (flags.input !== undefined) return readText(flags.input, invocation.terminal)
  return hasFields ? JSON.stringify(await fieldsOf(flags, invocation)) : undefined
}

async function fieldsOf({ field = [], typedField = [] }: ApiFlags, { terminal }: Invocation): Promise<Record<string, unknown>> {
  const fields = new Map<string, unknown>()
  for (const each of field) {
    const [name, value] = split(each, '=')
    fields.set(name, value.startsWith('@') ? await readText(value.slice(1), terminal) : value)
  }
  for (const each of typedField) {
    const [name, value] = split(each, '=')
    const parsed = jsonOf(value)
    if (parsed === undefined) throw usage(`The value of "${name}" is not JSON.`, 'Use -f for plain text')
    fields.set(name, parsed)
  }
  return Object.fromEntries(fields)
}

function headersOf({ header = [] }: ApiFlags): Record<string, string> {
  return Object.fromEntries(header.map((each) => split(each, ':')).map(([name, value]) => [name.toLowerCase(), value.trim()]))
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  if (at <= 0) throw usage(`"${text}" should be name${separator}value.`)
  return [text.slice(0, at), text.slice(at + 1)]
}

/** JSON with two-space indent; anything else as it came. */
function print({ text }: HttpResponse, { terminal }: Invocation): void {
  const json = jsonOf(text)
  terminal.result(json === undefined ? text : `${JSON.stringify(json, null, 2)}\n`)
}
