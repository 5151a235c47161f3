'use client'

import { Equal, Lock, Minus, Pencil, Plus, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge, type Tone } from '../../../../../components/badge.tsx'
import { Button } from '../../../../../components/button.tsx'
import type { PlanKeyFragment, SyncPlanChange } from './operations.generated.ts'
import type { ShownPlan } from './use-plan.ts'

const looks: Record<SyncPlanChange, { word: string; tone: Tone; icon: ReactNode }> = {
  ADD: { word: 'add', tone: 'success', icon: <Plus size={12} aria-hidden /> },
  CHANGE: { word: 'change', tone: 'warning', icon: <Pencil size={12} aria-hidden /> },
  REMOVE: { word: 'remove', tone: 'danger', icon: <Minus size={12} aria-hidden /> },
  UNCHANGED: { word: 'unchanged', tone: 'neutral', icon: <Equal size={12} aria-hidden /> },
  KEEP: { word: 'left alone', tone: 'neutral', icon: <Lock size={12} aria-hidden /> },
}

interface PlanKeysProps {
  plan: ShownPlan
  busy: boolean
  onMore: () => void
}

/** What becomes of each key, by name; values are compared on the server and not sent. */
export function PlanKeys({ plan, busy, onMore }: PlanKeysProps) {
  const total = plan.addedCount + plan.changedCount + plan.removedCount + plan.unchangedCount + plan.keptCount
  if (total === 0) return <p className="text-muted">There are no keys on either side.</p>
  return (
    <div className="flex flex-col gap-3">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="max-h-80 overflow-y-auto rounded-md border border-line" tabIndex={0} aria-label="Keys of the plan">
        <ul className="flex flex-col divide-y divide-line">
          {plan.keys.map((key) => (
            <KeyLine key={key.name} of={key} />
          ))}
        </ul>
      </section>
      <p className="flex flex-wrap items-center gap-3 text-sm text-muted">
        {plan.keys.length} of {total} keys
        {plan.moreAfter !== null && (
          <Button busy={busy} busyLabel="Reading …" onClick={onMore}>
            Show more keys
          </Button>
        )}
      </p>
    </div>
  )
}

function KeyLine({ of: { name, change, drifted } }: { of: PlanKeyFragment }) {
  const { word, tone, icon } = looks[change]
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-3 py-1.5">
      <code className="min-w-0 font-mono text-[13px] break-all">{name}</code>
      <span className="flex flex-wrap gap-1">
        {drifted && (
          <Badge tone="warning" icon={<TriangleAlert size={12} aria-hidden />}>
            edited in AWS
          </Badge>
        )}
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
      </span>
    </li>
  )
}
