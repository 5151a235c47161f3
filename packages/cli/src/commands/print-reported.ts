import { printable } from '../output.ts'
import type { ChangePreview, ReportedCounts } from '../reported.ts'
import type { Terminal } from '../terminal.ts'

/** Would-be refusals, by the rule that is not fulfilled. */
export function printReported(counts: ReportedCounts | null, terminal: Terminal): void {
  if (!counts) return
  const total = `${counts.isMore ? 'more than ' : ''}${counts.total}`
  terminal.result(`${'Reported'.padEnd(11)}${total} ${counts.total === 1 ? 'login' : 'logins'} would have been refused\n`)
  for (const { count, code, expected, lastAt } of counts.groups)
    terminal.result(`${''.padEnd(11)}${printable(`${count} × ${code}${expected ? `: ${expected}` : ''}, last ${lastAt}`)}\n`)
}

type Kind = ChangePreview['totals'][number]['kind']

const sentences: Record<Kind, (callers: string) => string> = {
  REFUSED: (callers) => `${callers} that got in would now be refused`,
  ADMITTED: (callers) => `${callers} that ${callers.startsWith('1 ') ? 'was' : 'were'} refused would get in`,
  REPORTED: (callers) => `${callers} would get in by report-only alone`,
  TRUSTED: (callers) => `${callers} that got in by report-only alone would be trusted`,
  ELSEWHERE: (callers) => `${callers} would get in by another identity`,
  UNDECIDED: (callers) => `of ${callers} it cannot be told: other keys are to vouch than did`,
}

/** What a change would have meant, and for whom. */
export function printPreview({ since, reachedBackTo, attempts, notReplayable, totals, callers }: ChangePreview, terminal: Terminal): void {
  terminal.result(`Replayed ${attempts - notReplayable} of ${attempts} attempts since ${reachedBackTo ?? since}. Nothing was changed.\n`)
  if (reachedBackTo) terminal.notice(`There were too many: those between ${since} and ${reachedBackTo} were not looked at.`)
  if (totals.length === 0) terminal.result('For none of them anything would change.\n')
  for (const { kind, callers: count, attempts: tries } of totals) {
    const sentence = sentences[kind](count === 1 ? '1 caller' : `${count} callers`)
    terminal.result(`\n${sentence} (${tries} ${tries === 1 ? 'attempt' : 'attempts'})\n`)
    for (const caller of callers.filter((one) => one.kind === kind)) printCaller(caller, terminal)
  }
}

function printCaller(
  { principal, attempts, serviceAccounts, step, lastExchangeId }: ChangePreview['callers'][number],
  terminal: Terminal,
): void {
  const accounts = serviceAccounts.map(({ name }) => name).join(', ')
  terminal.result(`  ${printable(`${principal ?? 'a caller without a name'}, ${attempts} × as ${accounts}`)}\n`)
  const told = [step?.code, step?.expected && `expected ${step.expected}`, step?.received && `received ${step.received}`]
  if (step) terminal.result(`    ${printable(told.filter(Boolean).join('; '))}\n`)
  terminal.result(`    ${printable(`exchange ${lastExchangeId}`)}\n`)
}
