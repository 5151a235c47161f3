'use client'

import { useQuery } from '@apollo/client/react'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import type { Choice } from '../../../../components/inputs.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import type { InboxState } from './inbox-state.ts'
import { RefusedInboxAccountsDocument } from './operations.generated.ts'

interface InboxFiltersProps {
  state: InboxState
  onChange: (change: Partial<InboxState>) => void
}

const providers: Choice[] = [
  { value: '', label: 'All' },
  { value: 'AWS_IAM', label: 'AWS IAM' },
  { value: 'AZURE_ENTRA', label: 'Azure' },
  { value: 'OIDC', label: 'OIDC' },
]
const spans: Choice[] = [
  { value: '7', label: 'Last 7 days' },
  { value: '1', label: 'Last 24 hours' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
]
const shown: Choice[] = [
  { value: '', label: 'Open' },
  { value: 'dismissed', label: 'Dismissed' },
]
const listed = 100

/** What of the inbox is shown. */
export function InboxFilters({ state, onChange }: InboxFiltersProps) {
  const mayList = useCan()('ServiceAccounts', 'read')
  const { data } = useQuery(RefusedInboxAccountsDocument, { variables: { first: listed }, errorPolicy: 'all', skip: !mayList })
  const named = data?.serviceAccounts?.edges.map(({ node }) => node) ?? []
  const accounts = [{ value: '', label: 'All' }, ...named.map(({ id, name }) => ({ value: id, label: name }))]
  // One that was deleted, or is not among the first, is still shown as chosen.
  if (state.sa !== null && !named.some(({ id }) => id === state.sa)) accounts.push({ value: state.sa, label: `${state.sa.slice(0, 8)}…` })
  return (
    <search className="flex flex-wrap items-center gap-3">
      <SearchField label="Search principal or address" placeholder="Principal, address" value={state.q} onChange={(q) => onChange({ q })} />
      <FilterSelect label="Time" value={state.days} choices={spans} onChange={(days) => onChange({ days: days as InboxState['days'] })} />
      <FilterSelect
        label="Provider"
        value={state.provider ?? ''}
        choices={providers}
        onChange={(provider) => onChange({ provider: (provider || null) as InboxState['provider'] })}
      />
      <FilterSelect label="Service account" value={state.sa ?? ''} choices={accounts} onChange={(sa) => onChange({ sa: sa || null })} />
      <FilterSelect
        label="Show"
        value={state.dismissed ? 'dismissed' : ''}
        choices={shown}
        onChange={(value) => onChange({ dismissed: value === 'dismissed' })}
      />
    </search>
  )
}
