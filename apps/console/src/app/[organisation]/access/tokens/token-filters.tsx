'use client'

import { useQuery } from '@apollo/client/react'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { useCan } from '../../../../frame/viewer.tsx'
import { TokenFilterChoicesDocument } from './operations.generated.ts'
import { byHand, type TokenState } from './token-state.ts'

interface TokenFiltersProps {
  state: TokenState
  set: (change: Partial<Record<keyof TokenState, string | null>>) => void
  withAccount: boolean
}

const statusChoices = [
  { value: 'ACTIVE', label: 'Active' },
  { value: 'EXPIRED', label: 'Expired' },
  { value: 'REVOKED', label: 'Revoked' },
  { value: 'ANY', label: 'Any' },
]

const expiryChoices = [
  { value: '', label: 'Any' },
  { value: 'soon', label: 'Within 7 days' },
  { value: 'never', label: 'Never' },
]

const soonMs = 7 * 86_400_000
const hourMs = 3_600_000

/** The address holds the moment itself, in whole hours, so that server and browser ask for the same. */
const expiresOf = (choice: string): string | null =>
  choice === 'soon' ? new Date(Math.ceil((Date.now() + soonMs) / hourMs) * hourMs).toISOString() : choice || null

export function TokenFilters({ state, set, withAccount }: TokenFiltersProps) {
  const can = useCan()
  const withIdentities = can('ExternalIdentities', 'read')
  const withAccounts = withAccount && can('ServiceAccounts', 'read')
  const { data } = useQuery(TokenFilterChoicesDocument, { variables: { withIdentities, withAccounts } })
  const named = (edges: readonly { node: { id: string; name: string } }[] | undefined) =>
    edges?.map(({ node }) => ({ value: node.id, label: node.name })) ?? []
  return (
    <search className="flex flex-wrap items-center gap-3">
      <SearchField label="Search tokens" placeholder="Name or principal" value={state.q} onChange={(q) => set({ q })} />
      <FilterSelect label="Status" value={state.status} choices={statusChoices} onChange={(status) => set({ status })} />
      <FilterSelect
        label="Source"
        value={state.source ?? ''}
        choices={[{ value: '', label: 'All' }, { value: byHand, label: 'Made by hand' }, ...named(data?.externalIdentities?.edges)]}
        onChange={(value) => set({ source: value || null })}
      />
      {withAccounts && (
        <FilterSelect
          label="Account"
          value={state.account ?? ''}
          choices={[{ value: '', label: 'All' }, ...named(data?.serviceAccounts?.edges)]}
          onChange={(value) => set({ account: value || null })}
        />
      )}
      <FilterSelect
        label="Expires"
        value={state.expires === null || state.expires === 'never' ? (state.expires ?? '') : 'soon'}
        choices={expiryChoices}
        onChange={(value) => set({ expires: expiresOf(value) })}
      />
    </search>
  )
}
