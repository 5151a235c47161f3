import type { Command } from 'commander'
import * as z from 'zod'
import type { Api } from '../api.ts'
import { follow } from '../event-stream.ts'
import { exitOf, Failure } from '../failure.ts'
import { ask } from '../graphql.ts'
import { findIdentity } from '../identities.ts'
import { invocationOf } from '../invocation.ts'
import { marks, printable, printJsonLine } from '../output.ts'
import { jsonOf } from '../problem.ts'
import { openSession } from '../session.ts'
import type { Terminal } from '../terminal.ts'

const streamPath = '/api/v1/exchanges/stream'

const rowSchema = z.looseObject({
  id: z.string(),
  at: z.string(),
  outcome: z.enum(['accepted', 'refused']),
  code: z.string().nullable(),
  provider: z.string(),
  principal: z.string().nullable(),
  externalIdentityId: z.string().nullable(),
  requestId: z.string(),
})
type Row = z.output<typeof rowSchema>

export function registerIdentityTail(identities: Command): void {
  identities
    .command('tail')
    .description('logins as they happen, until Ctrl-C')
    .argument('[identity]', 'by this identity only: its id or its name')
    .option('--rejected', 'refused ones only')
    .addHelpText(
      'after',
      '\nA login that came near no identity is shown only where none is named. With --json each line is one exchange.\n\nExamples:\n  $ bonafide identities tail\n  $ bonafide identities tail prod-ec2 --rejected --json=at,code,principal,requestId',
    )
    .action(tail)
}

async function tail(wanted: string | undefined, { rejected }: { rejected?: boolean }, command: Command): Promise<void> {
  const { terminal, flags, openStream, ...invocation } = invocationOf(command)
  const { api, host, token } = await openSession({ terminal, flags, openStream, ...invocation })
  const identityId = wanted === undefined ? undefined : (await findIdentity(api, wanted)).id
  const events = follow({
    openStream,
    url: `${host}${streamPath}`,
    authorization: token.authorization,
    lastEventId: await newestExchange(api),
    onOpen: () => terminal.notice('Listening; Ctrl-C ends it.'),
    onLost: (seconds, why) => terminal.notice(`The connection was lost${why ? ` (${printable(why)})` : ''}; again in ${seconds} s.`),
  })
  for await (const { name, data } of events) {
    if (name === 'end') throw endedBy(data)
    const { data: row } = rowSchema.safeParse(name === 'exchange' ? jsonOf(data) : undefined)
    if (!row || (rejected && row.outcome === 'accepted') || (identityId !== undefined && row.externalIdentityId !== identityId)) continue
    if (flags.json) printJsonLine(terminal, row, flags)
    else printRow(row, terminal)
  }
}

const newestSchema = z
  .object({ data: z.object({ exchanges: z.object({ edges: z.array(z.object({ node: z.object({ id: z.string() }) })) }) }) })
  .transform(({ data }) => data.exchanges.edges[0]?.node.id)

/** What happens from now on is what comes after it, also while the stream is being opened. */
const newestExchange = (api: Api): Promise<string | undefined> =>
  ask(api, { query: '{ exchanges(first: 1) { edges { node { id } } } }' }, newestSchema)

function printRow({ at, outcome, code, provider, principal, requestId }: Row, terminal: Terminal): void {
  const [style, mark] = outcome === 'accepted' ? marks.ok : marks.failed
  const cells = [at, `${mark} ${code ?? outcome}`, provider, principal ?? '-', requestId].map(printable)
  const line = terminal.stdoutIsTerminal
    ? cells.map((cell, index) => (index === 1 ? terminal.paint(style, cell.padEnd(24), 'stdout') : cell)).join('  ')
    : cells.join('\t')
  terminal.result(`${line}\n`)
}

function endedBy(data: string): Failure {
  const { data: said } = z.object({ code: z.string() }).safeParse(jsonOf(data))
  const code = said?.code ?? 'unavailable'
  return new Failure(exitOf(0, code), 'The server ended the stream: it is no longer yours to read.', {
    fix: code === 'unauthenticated' ? 'Sign in again with bonafide auth' : undefined,
    code,
  })
}
