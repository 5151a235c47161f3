'use client'

import { useClock } from '../../../../components/clock.tsx'
import { FilterSelect } from '../../../../components/filters.tsx'
import { TextInput } from '../../../../components/inputs.tsx'
import type { FeedState } from './feed-state.ts'

const choices = [
  { value: '', label: 'All' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: 'custom', label: 'From and to' },
]

interface TimeSpanProps {
  state: FeedState
  onChange: (change: Partial<FeedState>) => void
}

/** From when to when; two moments of one's own are in the person's time zone. */
export function TimeSpan({ state: { range, from, to }, onChange }: TimeSpanProps) {
  const chosen = range ?? (from || to ? 'custom' : '')
  return (
    <div className="flex flex-wrap items-center gap-3">
      <FilterSelect
        label="Time"
        value={chosen}
        choices={choices}
        onChange={(value) =>
          onChange({ range: (value || null) as FeedState['range'], ...(value === 'custom' ? {} : { from: null, to: null }) })
        }
      />
      {chosen === 'custom' && (
        <>
          <Moment label="From" value={from} onChange={(moment) => onChange({ from: moment })} />
          <Moment label="To" value={to} onChange={(moment) => onChange({ to: moment })} />
        </>
      )}
    </div>
  )
}

interface MomentProps {
  label: string
  value: Date | null
  onChange: (moment: Date | null) => void
}

function Moment({ label, value, onChange }: MomentProps) {
  const { timeZone } = useClock()
  return (
    <TextInput
      type="datetime-local"
      aria-label={label}
      className="w-auto"
      value={value ? localText(value, timeZone ?? 'UTC') : ''}
      onChange={({ target }) => {
        const moment = new Date(target.value)
        onChange(Number.isNaN(moment.getTime()) ? null : moment)
      }}
    />
  )
}

/** `2026-11-25T14:00`, as the control wants it. */
function localText(date: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(date)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}
