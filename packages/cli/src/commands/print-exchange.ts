import type { RecordedExchange, RecordedStep } from '../exchanges.ts'
import { marks, printable } from '../output.ts'
import type { Terminal } from '../terminal.ts'

/** An exchange for people: who, where, when, and then its checks one by one. */
export function printExchange(exchange: RecordedExchange, terminal: Terminal): void {
  const { outcome, code, reportedCode, at, durationMs, provider, principal, ttlSeconds, ip, userAgent } = exchange
  const lines = [
    ['Outcome', `${outcome.toLowerCase()}${code ? `: ${code}` : reportedCode ? `, by report-only: ${reportedCode}` : ''}`],
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

const markOf = { PASSED: marks.ok, FAILED: marks.failed, SKIPPED: marks.skipped, REPORTED: marks.warning } as const

export function printStep({ name, status, code, expected, received, detail, milliseconds }: RecordedStep, terminal: Terminal): void {
  const [style, mark] = markOf[status]
  terminal.result(`${terminal.paint(style, mark, 'stdout')} ${printable(code === null ? name : `${name.padEnd(18)}${code}`)}\n`)
  const told = { expected, received, detail, took: milliseconds === null ? null : `${milliseconds} ms` }
  for (const [what, value] of Object.entries(told)) if (value !== null) terminal.result(`    ${what.padEnd(10)}${printable(value)}\n`)
}
