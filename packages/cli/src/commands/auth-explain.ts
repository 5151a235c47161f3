import type { Command } from 'commander'
import { findExchange, type RecordedExchange, type RecordedStep } from '../exchanges.ts'
import { invocationOf } from '../invocation.ts'
import { marks, printable, printJson } from '../output.ts'
import { openSession } from '../session.ts'
import type { Terminal } from '../terminal.ts'

/** `auth explain`: for administrators, why a login was refused or accepted. */
export function registerAuthExplain(auth: Command): void {
  auth
    .command('explain')
    .description('why a login was refused or accepted, check by check; needs the right to read external identities')
    .argument('<id>', 'id of the request (req_…), as the refusal printed it, or of the exchange')
    .addHelpText(
      'after',
      '\nExamples:\n  $ bonafide auth explain req_01a1fd97…\n  $ bonafide auth explain 0192c5a1-… --json\n  $ bonafide auth explain req_01a1fd97… --json=code,principal',
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const invocation = invocationOf(command)
      const { api } = await openSession(invocation)
      const exchange = await findExchange(api, id.trim())
      if (invocation.flags.json) printJson(invocation.terminal, exchange, invocation.flags)
      else print(exchange, invocation.terminal)
    })
}

function print(exchange: RecordedExchange, terminal: Terminal): void {
  const { outcome, code, at, durationMs, provider, principal, ttlSeconds, ip, userAgent } = exchange
  const lines = [
    ['Outcome', `${outcome.toLowerCase()}${code ? `: ${code}` : ''}`],
    ['When', `${at}, took ${durationMs} ms`],
    ['Provider', provider.toLowerCase()],
    ['Principal', principal ?? 'nobody that the platform vouched for'],
    ['Account', nameOf(exchange.serviceAccount, exchange.serviceAccountId)],
    ['Identity', nameOf(exchange.identity, exchange.identityId, exchange.identityVersion)],
    ...(ttlSeconds === null ? [] : [['Token', `${exchange.tokenId ?? 'deleted'}, for ${ttlSeconds} s`]]),
    ['From', [ip, userAgent].filter(Boolean).join(', ')],
    ['Request', exchange.requestId],
    ['Exchange', exchange.id],
  ]
  for (const [name = '', value = ''] of lines) terminal.result(`${name.padEnd(11)}${printable(value)}\n`)
  terminal.result('\n')
  for (const step of exchange.steps) printStep(step, terminal)
}

function nameOf(named: { id: string; name: string } | null, id: string | null, version: number | null = null): string {
  if (id === null) return 'none'
  const seen = version === null ? '' : `, version ${version}`
  return named ? `${named.name} (${id}${seen})` : `deleted, or not yours to see (${id}${seen})`
}

const markOf = { PASSED: marks.ok, FAILED: marks.failed, SKIPPED: marks.skipped } as const

function printStep({ name, status, code, expected, received, detail, milliseconds }: RecordedStep, terminal: Terminal): void {
  const [style, mark] = markOf[status]
  terminal.result(`${terminal.paint(style, mark, 'stdout')} ${printable(code === null ? name : `${name.padEnd(18)}${code}`)}\n`)
  const told = { expected, received, detail, took: milliseconds === null ? null : `${milliseconds} ms` }
  for (const [what, value] of Object.entries(told)) if (value !== null) terminal.result(`    ${what.padEnd(10)}${printable(value)}\n`)
}
