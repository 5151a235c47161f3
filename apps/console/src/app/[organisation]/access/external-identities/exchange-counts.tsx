'use client'

import { Check, X } from 'lucide-react'
import { useClock } from '../../../../components/clock.tsx'
import { Sparkline } from '../../../../components/sparkline.tsx'

interface Stats {
  accepted: number
  refused: number
  buckets: readonly { accepted: number; refused: number }[]
}

/** How many logins were accepted and refused, and on which days. */
export function ExchangeCounts({ stats }: { stats: Stats | null }) {
  const { locale } = useClock()
  if (!stats) return <span className="text-muted">–</span>
  if (stats.accepted + stats.refused === 0) return <span className="text-muted">no exchanges</span>
  return (
    <span className="flex items-center gap-3 whitespace-nowrap max-sm:justify-end">
      <Sparkline
        label={`${stats.accepted} accepted, ${stats.refused} refused in the last ${stats.buckets.length} days`}
        bars={stats.buckets.map(({ accepted, refused }) => ({ value: accepted + refused, flagged: refused }))}
      />
      <span className="flex flex-col leading-tight">
        <span className="flex items-center gap-1">
          <Check size={12} aria-hidden className="text-success" />
          {stats.accepted.toLocaleString(locale)} <span className="sr-only">accepted</span>
        </span>
        {stats.refused > 0 && (
          <span className="flex items-center gap-1 text-danger">
            <X size={12} aria-hidden />
            {stats.refused.toLocaleString(locale)} <span className="text-xs">refused</span>
          </span>
        )}
      </span>
    </span>
  )
}
