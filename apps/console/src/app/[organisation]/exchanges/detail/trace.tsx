import { CircleCheck, CircleMinus, CircleX, Megaphone } from 'lucide-react'
import { titleOf } from '../reason-titles.ts'
import { Compared } from './compared.tsx'
import type { ExchangeStepWholeFragment } from './operations.generated.ts'
import { stepTitles } from './steps.ts'

const looks = {
  PASSED: { Icon: CircleCheck, word: 'passed', colour: 'text-success' },
  FAILED: { Icon: CircleX, word: 'failed', colour: 'text-danger' },
  REPORTED: { Icon: Megaphone, word: 'failed, let through by report-only', colour: 'text-warning' },
  SKIPPED: { Icon: CircleMinus, word: 'skipped', colour: 'text-muted' },
}

/** The checks in their order; what was compared can be opened, and is open where it failed. */
export const Trace = ({ steps }: { steps: readonly ExchangeStepWholeFragment[] }) => (
  <ol aria-label="Trace" className="flex flex-col">
    {steps.map((step, index) => (
      <li key={step.name} className="border-b border-line last:border-0">
        <Step step={step} number={index + 1} />
      </li>
    ))}
  </ol>
)

function Step({ step, number }: { step: ExchangeStepWholeFragment; number: number }) {
  const { status, expected, received, detail } = step
  const hasMore = expected !== null || received !== null || detail !== null
  const isMiss = status === 'FAILED' || status === 'REPORTED'
  if (!hasMore) return <Heading step={step} number={number} />
  return (
    <details open={isMiss} className="group">
      <summary className="list-none rounded hover:bg-surface">
        <Heading step={step} number={number} more />
      </summary>
      <div className="flex flex-col gap-2 pt-1 pb-3 pl-8">
        {detail !== null && (
          <p className="text-sm break-words">
            <bdi>{detail}</bdi>
          </p>
        )}
        <Compared expected={expected} received={received} failed={isMiss} />
      </div>
    </details>
  )
}

function Heading({
  step: { name, status, code, milliseconds },
  number,
  more,
}: {
  step: ExchangeStepWholeFragment
  number: number
  more?: boolean
}) {
  const { Icon, word, colour } = looks[status]
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 py-1">
      <Icon size={16} aria-hidden className={`shrink-0 ${colour}`} />
      <span className={status === 'SKIPPED' ? 'text-muted' : ''}>
        <span className="text-muted">{number}</span> {stepTitles[name]}
      </span>
      <span className={`text-sm ${colour}`}>
        {word}
        {code !== null && `: ${titleOf(code)}`}
      </span>
      <span className="ml-auto flex items-center gap-3 text-sm text-muted">
        {milliseconds !== null && <span>{milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms</span>}
        {more && (
          <span aria-hidden className="transition-transform group-open:rotate-90">
            ›
          </span>
        )}
      </span>
    </div>
  )
}
