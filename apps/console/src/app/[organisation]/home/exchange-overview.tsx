'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Badge } from '../../../components/badge.tsx'
import { BarChart } from '../../../components/bar-chart.tsx'
import { Button } from '../../../components/button.tsx'
import { useClock } from '../../../components/clock.tsx'
import { FilterSelect } from '../../../components/filters.tsx'
import { Link } from '../../../components/link.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import type { StreamState } from '../exchanges/feed/use-exchange-stream.ts'
import { ByIdentity } from './by-identity.tsx'
import { type Window, windows } from './home-state.ts'
import { NumbersTable } from './numbers-table.tsx'
import type { HomeStatsFragment } from './operations.generated.ts'
import { useSpanText } from './span-text.ts'

interface ExchangeOverviewProps {
  stats: HomeStatsFragment
  window: Window
  onWindow: (window: Window) => void
  stream: StreamState
  stale: boolean
}

const series = [
  { label: 'accepted', tone: 'success' },
  { label: 'refused', tone: 'danger' },
] as const
const choices = Object.entries(windows).map(([value, { label }]) => ({ value, label }))

/** How many were accepted and refused, when, and by which identity; a part of the chart leads to its exchanges. */
export function ExchangeOverview({ stats, window, onWindow, stream, stale }: ExchangeOverviewProps) {
  const path = useOrganisationPath()
  const router = useRouter()
  const spanText = useSpanText()
  const [asTable, setAsTable] = useState(false)
  const { buckets } = stats
  const hrefOf = (from: string | undefined, to: string | undefined) =>
    path(`/exchanges?from=${encodeURIComponent(from ?? '')}&to=${encodeURIComponent(to ?? '')}`)
  const isEmpty = stats.accepted + stats.refused === 0
  const middle = buckets[Math.floor(buckets.length / 2)]
  return (
    <Section
      title="Exchanges"
      actions={
        <div className="flex flex-wrap items-center gap-3">
          {stream === 'live' && <Badge tone="success">Live</Badge>}
          {stream === 'connecting' && <Badge>Connecting …</Badge>}
          <FilterSelect label="Time" value={window} choices={choices} onChange={(value) => onWindow(value as Window)} />
          <Button aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Table
          </Button>
        </div>
      }
    >
      <div className={`flex flex-col gap-4 ${stale ? 'opacity-60' : ''}`} aria-busy={stale}>
        <Totals stats={stats} />
        {isEmpty && (
          <p className="text-muted">
            Nobody has tried to log in during this time. Each attempt of a workload, accepted or refused, is counted here as it happens.
          </p>
        )}
        {asTable ? (
          <NumbersTable buckets={buckets} hrefOf={hrefOf} />
        ) : (
          <BarChart
            label={`Exchanges, ${windows[window].label.toLowerCase()}`}
            series={series}
            bars={buckets.map(({ from, until, accepted, refused }) => ({
              id: from,
              label: spanText(from, until),
              values: [accepted, refused],
            }))}
            ticks={[buckets[0]?.from, middle?.from, buckets.at(-1)?.until].map((at) => (at ? spanText(at) : ''))}
            onChoose={(first, last) => router.push(hrefOf(buckets[first]?.from, buckets[last]?.until))}
          />
        )}
        <ByIdentity identities={stats.byIdentity} />
        <Link className="link w-fit text-sm" href={path('/exchanges')}>
          All exchanges
        </Link>
      </div>
    </Section>
  )
}

function Totals({ stats: { accepted, refused, p95Ms } }: { stats: HomeStatsFragment }) {
  const { locale } = useClock()
  const number = (value: number) => value.toLocaleString(locale)
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      <Total title="Accepted" value={number(accepted)} colour="text-success" />
      <Total title="Refused" value={number(refused)} colour={refused > 0 ? 'text-danger' : ''} />
      <Total title="95 of 100 took at most" value={p95Ms === null ? 'no exchange yet' : `${number(Math.round(p95Ms))} ms`} colour="" />
    </dl>
  )
}

const Total = ({ title, value, colour }: { title: string; value: string; colour: string }) => (
  <div>
    <dt className="text-sm text-muted">{title}</dt>
    <dd className={`text-xl font-semibold ${colour}`}>{value}</dd>
  </div>
)
