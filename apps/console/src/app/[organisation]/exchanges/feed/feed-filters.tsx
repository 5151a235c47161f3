'use client'

import { useQuery } from '@apollo/client/react'
import { ListFilter } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import type { Choice } from '../../../../components/inputs.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import { ExchangeFilterAccountsDocument, ExchangeFilterIdentitiesDocument } from '../operations.generated.ts'
import { reasons } from '../reasons.ts'
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
const providers: Choice[] = [
  { value: '', label: 'All' },
  { value: 'aws_iam', label: 'AWS IAM' },
  { value: 'azure_entra', label: 'Azure' },
]
const codes: Choice[] = [
  { value: '', label: 'All' },
  ...Object.entries(reasons).map(([value, { title }]) => ({ value, label: `${title[0]?.toUpperCase()}${title.slice(1)}` })),
]
const listed = 100

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
      {open && (
        <div className="flex flex-wrap items-center gap-3">
          <FilterSelect
            label="Provider"
            value={state.provider ?? ''}
            choices={providers}
            onChange={(provider) => onChange({ provider: (provider || null) as FeedState['provider'] })}
          />
          {of.identityId === undefined && <IdentityFilter value={state.identity} onChange={(identity) => onChange({ identity })} />}
          {of.serviceAccountId === undefined && <AccountFilter value={state.sa} onChange={(sa) => onChange({ sa })} />}
          <FilterSelect label="Reason" value={state.code ?? ''} choices={codes} onChange={(code) => onChange({ code: code || null })} />
        </div>
      )}
    </search>
  )
}

interface PickProps {
  value: string | null
  onChange: (id: string | null) => void
}

function IdentityFilter({ value, onChange }: PickProps) {
  const { data } = useQuery(ExchangeFilterIdentitiesDocument, { variables: { first: listed }, errorPolicy: 'all' })
  const named = data?.externalIdentities?.edges.map(({ node }) => node) ?? []
  return <Pick label="Identity" named={named} value={value} onChange={onChange} />
}

function AccountFilter({ value, onChange }: PickProps) {
  const mayList = useCan()('ServiceAccounts', 'read')
  const { data } = useQuery(ExchangeFilterAccountsDocument, { variables: { first: listed }, errorPolicy: 'all', skip: !mayList })
  const named = data?.serviceAccounts?.edges.map(({ node }) => node) ?? []
  return <Pick label="Service account" named={named} value={value} onChange={onChange} />
}

interface NamedPickProps extends PickProps {
  label: string
  named: readonly { id: string; name: string }[]
}

/** One whose name is not on the list, because it was deleted or there are too many, is still shown as chosen. */
function Pick({ label, named, value, onChange }: NamedPickProps) {
  const choices = [{ value: '', label: 'All' }, ...named.map(({ id, name }) => ({ value: id, label: name }))]
  if (value !== null && !named.some(({ id }) => id === value)) choices.push({ value, label: `${value.slice(0, 8)}…` })
  return <FilterSelect label={label} value={value ?? ''} choices={choices} onChange={(id) => onChange(id || null)} />
}
