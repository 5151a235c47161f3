import { formatDuration } from '@bonafide/core'
import { type Finding, type Identity, requireProviderName, storedConfig } from '../identities.ts'
import { inWords } from '../identity-providers.ts'
import { marks, printable } from '../output.ts'
import type { Terminal } from '../terminal.ts'

/** An identity for people: what it is, whom it trusts, and which accounts those may become. */
export function printIdentity(identity: Identity, terminal: Terminal): void {
  const { name, id, description, enabled, reportOnlySince, version, tokenName, defaultTtl, maxTtl, liveTokenCount, lastAcceptedAt } =
    identity
  const provider = requireProviderName(identity)
  const trusts = inWords(provider, storedConfig(identity, provider))
  const lines = [
    ['Name', name],
    ['Id', id],
    ...(description ? [['About', description]] : []),
    ['Provider', provider],
    ['State', `${enabled ? 'enabled' : 'disabled'}${reportOnlySince ? `, report-only since ${reportOnlySince}` : ''}, version ${version}`],
    ...(trusts.length > 0 ? trusts : [identity.summary]).map((sentence, index) => [index === 0 ? 'Trusts' : '', sentence]),
    ['Accounts', accountsOf(identity)],
    ['Tokens', `"${tokenName}", for ${formatDuration(defaultTtl)}, at most ${formatDuration(maxTtl)}${live(liveTokenCount)}`],
    ['Last login', lastAcceptedAt ?? 'never, as far back as tokens are kept'],
  ]
  for (const [what = '', value = ''] of lines) terminal.result(`${what.padEnd(11)}${printable(value)}\n`)
}

const live = (count: number | null): string => (count === null ? '' : `; ${count} live`)

function accountsOf({ serviceAccounts, boundAccountCount }: Identity): string {
  if (serviceAccounts === null) return 'not yours to see'
  const shown = serviceAccounts.map((account) => `${account.name} (${account.id})`).join(', ')
  const more = (boundAccountCount ?? 0) - serviceAccounts.length
  return shown === '' ? 'none: nobody can log in by it yet' : more > 0 ? `${shown} and ${more} more` : shown
}

const markOf = { INFO: marks.skipped, WARNING: marks.warning, DANGER: marks.failed } as const

/** What deserves a second look, on stderr: the change itself has been made. */
export function warnOf(findings: readonly Finding[], terminal: Terminal): void {
  for (const finding of findings) terminal.notice(printFinding(finding, terminal))
}

/** A finding in one line. */
export function printFinding({ severity, code, message }: Finding, terminal: Terminal, stream?: 'stdout'): string {
  const [style, mark] = markOf[severity]
  return `${terminal.paint(style, mark, stream)} ${severity.toLowerCase().padEnd(7)}  ${printable(message)} (${printable(code)})`
}
