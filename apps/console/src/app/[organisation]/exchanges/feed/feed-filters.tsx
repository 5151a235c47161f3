'use client'

import { ListFilter } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import type { Choice } from '../../../../components/inputs.tsx'
import type { FeedOf, FeedState } from './feed-state.ts'
import { TimeSpan } from './time-span.tsx'

interface FeedFiltersProps {
  state: FeedState
  of: FeedOf
  /** A step in the history, so that Back undoes it. */
  onChange: (change: Partial<FeedState>) => void
  onSearch: (q: string) => void
}

const outcomes: Choice[] = [
  { value: '', label: 'All' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'refused', label: 'Refused' },
]
const MoreFilters = dynamic(() => import('../filters/more-filters.tsx').then((module) => module.MoreFilters))

/** What of the feed is shown. */
export function FeedFilters({ state, of, onChange, onSearch }: FeedFiltersProps) {
  const hidden = [state.provider, state.identity, state.sa, state.code].filter((value) => value !== null).length
  const [open, setOpen] = useState(hidden > 0)
  return (
    <search className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <SearchField
          label="Search principal, address or request id"
          placeholder="Principal, address, request id"
          value={state.q}
          onChange={onSearch}
        />
        <FilterSelect
          label="Outcome"
          value={state.outcome ?? ''}
          choices={outcomes}
          onChange={(outcome) => onChange({ outcome: (outcome || null) as FeedState['outcome'] })}
        />
        <TimeSpan state={state} onChange={onChange} />
        <Button variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          <ListFilter size={16} aria-hidden /> More filters{hidden > 0 && ` (${hidden})`}
        </Button>
      </div>
      {open && <MoreFilters state={state} of={of} onChange={onChange} />}
    </search>
  )
}
