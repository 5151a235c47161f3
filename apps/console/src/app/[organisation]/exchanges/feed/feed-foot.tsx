'use client'

import dynamic from 'next/dynamic'
import type { Problem } from '../../../../apollo/problem.ts'
import { Button } from '../../../../components/button.tsx'
import { useClock } from '../../../../components/clock.tsx'
import { ErrorState } from '../../../../components/states.tsx'

const Retention = dynamic(() => import('../filters/retention.tsx').then((module) => module.Retention), { ssr: false })

interface FeedFootProps {
  shown: number
  /** Null above 10 000. */
  total: number | null
  hasOlder: boolean
  onOlder: () => void
  busy: boolean
  problem: Problem | undefined
}

/** How many there are, the way to older ones, and for how long they are kept. */
export function FeedFoot({ shown, total, hasOlder, onOlder, busy, problem }: FeedFootProps) {
  const { locale } = useClock()
  const number = (value: number) => value.toLocaleString(locale)
  return (
    <footer className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-muted">
          {number(shown)} of {total === null ? 'more than 10 000' : number(Math.max(total, shown))} exchanges
        </p>
        {hasOlder && (
          <Button busy={busy} busyLabel="Loading …" onClick={onOlder}>
            Load older
          </Button>
        )}
      </div>
      {problem && <ErrorState problem={problem} onRetry={onOlder} />}
      <Retention />
    </footer>
  )
}
