'use client'

import { useQuery } from '@apollo/client/react'
import { FilterSelect } from '../../../../components/filters.tsx'
import type { Choice } from '../../../../components/inputs.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import type { FeedOf, FeedState } from '../feed/feed-state.ts'
import { reasonTitles } from '../reason-titles.ts'
import { ExchangeFilterAccountsDocument, ExchangeFilterIdentitiesDocument } from './operations.generated.ts'

interface MoreFiltersProps {
  state: FeedState
  of: FeedOf
  onChange: (change: Partial<FeedState>) => void
}

const providers: Choice[] = [
  { value: '', label: 'All' },
  { value: 'aws_iam', label: 'AWS IAM' },
  { value: 'azure_entra', label: 'Azure' },
  { value: 'oidc', label: 'OIDC' },
]
const codes: Choice[] = [
  { value: '', label: 'All' },
  ...Object.entries(reasonTitles).map(([value, title]) => ({ value, label: `${title[0]?.toUpperCase()}${title.slice(1)}` })),
]
const listed = 100

/** The filters that most do without. */
export const MoreFilters = ({ state, of, onChange }: MoreFiltersProps) => (
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
)

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
