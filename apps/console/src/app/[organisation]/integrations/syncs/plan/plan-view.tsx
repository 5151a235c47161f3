'use client'

import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useClock } from '../../../../../components/clock.tsx'
import { CodeBlock, CopyButton } from '../../../../../components/copy.tsx'
import { PlanKeys } from './plan-keys.tsx'
import { kilobytes } from './sentences.ts'
import type { ShownPlan } from './use-plan.ts'

interface PlanViewProps {
  plan: ShownPlan
  /** It is another than the one that was shown before. */
  renewed: boolean
  busy: boolean
  onMore: () => void
  /** What has to be decided before, where something has. */
  children?: ReactNode
}

const remoteStates = {
  ABSENT: 'is created',
  WITHOUT_VALUE: 'exists without a value and gets its first',
  PRESENT: 'exists and has a value',
} as const

/** What a sync would do, before it does it. */
export function PlanView({ plan, renewed, busy, onMore, children }: PlanViewProps) {
  const { locale } = useClock()
  const counts = [
    ['adds', plan.addedCount],
    ['changes', plan.changedCount],
    ['removes', plan.removedCount],
    ['unchanged', plan.unchangedCount],
    ['left alone', plan.keptCount],
  ] as const
  const tooLarge = plan.bytes > plan.maxBytes
  return (
    <div className="flex flex-col gap-4">
      {renewed && (
        <Note tone="warning">The remote secret or its source changed while you looked. This is what would happen now; look again.</Note>
      )}
      <p className="break-words">
        <code className="font-mono text-[13px] break-all">{plan.summary}</code>{' '}
        <span className="text-muted">
          {plan.region} · account {plan.account}
        </span>{' '}
        {remoteStates[plan.remoteState]}.
      </p>
      <dl aria-label="Counts" className="flex flex-wrap gap-2">
        {counts.map(([word, count]) => (
          <div key={word} className="flex flex-col-reverse rounded-lg border border-line px-3 py-2">
            <dt className="text-sm text-muted">{word}</dt>
            <dd className={`text-lg font-semibold ${word === 'removes' && count > 0 ? 'text-danger' : ''}`}>
              {count.toLocaleString(locale)}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-col gap-1.5">
        <p>
          {kilobytes(plan.bytes)} of {plan.maxBytes.toLocaleString(locale)} bytes
        </p>
        <svg
          role="presentation"
          aria-hidden
          className="h-1.5 w-full max-w-80 rounded-full bg-hover"
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
        >
          <rect width={Math.min(100, (plan.bytes / plan.maxBytes) * 100)} height="4" className={tooLarge ? 'fill-danger' : 'fill-accent'} />
        </svg>
        {tooLarge && (
          <Note tone="danger">
            It is larger than AWS keeps in one secret. Sync a folder with fewer keys, or several folders to several secrets.
          </Note>
        )}
      </div>
      {plan.ownedByAnother && (
        <Note tone="danger">
          Another sync says that it owns this secret, by its tag. It has to be deleted first, or choose another secret.
        </Note>
      )}
      {!plan.remoteIsDocument && plan.remoteState === 'PRESENT' && (
        <Note tone="warning">What is in the secret now is no set of keys and values. It can only be overwritten as a whole.</Note>
      )}
      {plan.warnings.map((warning) => (
        <Note key={warning} tone="warning">
          {warning}
        </Note>
      ))}
      {children}
      <PlanKeys plan={plan} busy={busy} onMore={onMore} />
      <References plan={plan} />
      <Needs plan={plan} />
    </div>
  )
}

function References({ plan: { referencedEnvironments, unresolvedReferences } }: { plan: ShownPlan }) {
  return (
    <>
      {referencedEnvironments.length > 0 && (
        <p className="text-sm">
          Values refer to {referencedEnvironments.map(({ name }) => name).join(', ')}, and are written resolved. With your confirmation the
          sync may read {referencedEnvironments.length === 1 ? 'it' : 'them'} from then on, and follows changes there.
        </p>
      )}
      {unresolvedReferences.length > 0 && (
        <Note tone="warning">
          {unresolvedReferences.length === 1 ? 'This reference leads' : 'These references lead'} nowhere that you can read, and{' '}
          {unresolvedReferences.length === 1 ? 'is' : 'are'} written as they stand:{' '}
          <code className="font-mono break-all">{unresolvedReferences.join('  ')}</code>
        </Note>
      )}
    </>
  )
}

const Needs = ({ plan: { neededActions, policy } }: { plan: ShownPlan }) => (
  <div className="flex flex-col gap-2 text-sm">
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="text-muted">Needs</span>
      {neededActions.map((action) => (
        <code key={action} className="rounded bg-hover px-1 font-mono break-all">
          {action}
        </code>
      ))}
      <CopyButton text={policy} what="policy" />
    </p>
    <details>
      <summary className="w-fit rounded py-1 font-medium">Policy that allows exactly this</summary>
      <div className="mt-2">
        <CodeBlock label="Policy that allows exactly this" code={policy} />
      </div>
    </details>
  </div>
)

export function Note({ tone, children }: { tone: 'warning' | 'danger'; children: ReactNode }) {
  const Icon = tone === 'danger' ? CircleAlert : TriangleAlert
  const look = tone === 'danger' ? 'border-danger bg-danger-soft' : 'border-warning bg-warning-soft'
  return (
    <p className={`flex items-start gap-2 rounded-md border px-3 py-2 text-sm ${look}`}>
      <Icon size={16} aria-hidden className={`mt-0.5 shrink-0 ${tone === 'danger' ? 'text-danger' : 'text-warning'}`} />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}
