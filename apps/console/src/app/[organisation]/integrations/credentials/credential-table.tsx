'use client'

import { useMemo } from 'react'
import { DataTable } from '../../../../components/data-table.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { FilteredEmpty } from '../../../../components/states.tsx'
import { useDialog, type useFilters } from '../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { columnsOf } from './credential-columns.tsx'
import { type listParsers, sortOf } from './list-state.ts'
import type { CredentialOrderField, CredentialRowFragment, CredentialsQuery } from './operations.generated.ts'

interface CredentialTableProps {
  connection: NonNullable<CredentialsQuery['credentials']>
  kinds: CredentialsQuery['credentialKinds']
  filters: ReturnType<typeof useFilters<typeof listParsers>>
  stale: boolean
}

/** The credentials that the filters leave, a page at a time. */
export function CredentialTable({ connection, kinds, filters: { state, set, go, clear }, stale }: CredentialTableProps) {
  const path = useOrganisationPath()
  const { show } = useDialog('delete')
  const columns = useMemo(() => columnsOf({ kinds, path, onDelete: show }), [kinds, path, show])
  const rows = connection.edges.map(({ node }) => node)
  return (
    <>
      <search className="flex flex-wrap items-center gap-3">
        <SearchField label="Search credentials" placeholder="Name, account or id" value={state.q} onChange={(q) => set({ q })} />
        <FilterSelect
          label="Kind"
          value={state.kind ?? ''}
          choices={[{ value: '', label: 'All' }, ...kinds.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(value) => set({ kind: value || null })}
        />
      </search>
      {rows.length === 0 ? (
        <FilteredEmpty what="credentials" onClear={clear} />
      ) : (
        <DataTable<CredentialRowFragment, CredentialOrderField>
          caption="Third-party credentials"
          columns={columns}
          rows={rows}
          stale={stale}
          sort={sortOf(state)}
          onSort={({ field, direction }) => set({ sort: field, direction })}
        />
      )}
      <Pager
        what="credentials"
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
