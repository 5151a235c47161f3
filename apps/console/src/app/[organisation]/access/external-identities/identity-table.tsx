'use client'

import { useMemo } from 'react'
import { DataTable } from '../../../../components/data-table.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { FilteredEmpty } from '../../../../components/states.tsx'
import { useDialog, type useFilters } from '../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { columnsOf } from './identity-columns.tsx'
import { type listParsers, sortOf } from './list-state.ts'
import type { ExternalIdentitiesQuery, ExternalIdentityOrderField, IdentityRowFragment } from './operations.generated.ts'

const statuses = [
  { value: '', label: 'All' },
  { value: 'enabled', label: 'Enabled' },
  { value: 'disabled', label: 'Disabled' },
]
const bindings = [
  { value: '', label: 'Any' },
  { value: 'yes', label: 'An account' },
  { value: 'no', label: 'None' },
]

interface IdentityTableProps {
  connection: NonNullable<ExternalIdentitiesQuery['externalIdentities']>
  providers: ExternalIdentitiesQuery['identityProviders']
  filters: ReturnType<typeof useFilters<typeof listParsers>>
  stale: boolean
}

/** The identities that the filters leave, a page at a time. */
export function IdentityTable({ connection, providers, filters: { state, set, go, clear }, stale }: IdentityTableProps) {
  const path = useOrganisationPath()
  const deletion = useDialog('delete')
  const columns = useMemo(() => columnsOf({ path, onDelete: deletion.show }), [path, deletion.show])
  const rows = connection.edges.map(({ node }) => node)
  return (
    <>
      <search className="flex flex-wrap items-center gap-3">
        <SearchField label="Search external identities" value={state.q} onChange={(q) => set({ q })} />
        <FilterSelect
          label="Provider"
          value={state.provider ?? ''}
          choices={[{ value: '', label: 'All' }, ...providers.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(value) => set({ provider: value || null })}
        />
        <FilterSelect label="Status" value={state.status ?? ''} choices={statuses} onChange={(value) => set({ status: value || null })} />
        <FilterSelect label="Bound to" value={state.bound ?? ''} choices={bindings} onChange={(value) => set({ bound: value || null })} />
      </search>
      {rows.length === 0 ? (
        <FilteredEmpty what="external identities" onClear={clear} />
      ) : (
        <DataTable<IdentityRowFragment, ExternalIdentityOrderField>
          caption="External identities"
          columns={columns}
          rows={rows}
          stale={stale}
          sort={sortOf(state)}
          onSort={({ field, direction }) => set({ sort: field, direction })}
        />
      )}
      <Pager
        what="external identities"
        shown={rows.length}
        totalCount={connection.totalCount}
        hasNext={connection.pageInfo.hasNextPage}
        hasPrevious={connection.pageInfo.hasPreviousPage}
        onNext={() => go({ after: connection.pageInfo.endCursor })}
        onPrevious={() => go({ before: connection.pageInfo.startCursor })}
      />
    </>
  )
}
