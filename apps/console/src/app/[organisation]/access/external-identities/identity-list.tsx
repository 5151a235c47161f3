'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { DataTable } from '../../../../components/data-table.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { useCan, useOrganisationPath } from '../../../../frame/viewer.tsx'
import { columnsOf } from './identity-columns.tsx'
import { isFiltered, listParsers, listVariables, sortOf } from './list-state.ts'
import { ExternalIdentitiesDocument, type ExternalIdentityOrderField, type IdentityRowFragment } from './operations.generated.ts'

// Fetched when they are needed, which for a list that is read is never.
const FirstIdentity = dynamic(async () => (await import('./first-identity.tsx')).FirstIdentity)
const ProviderCards = dynamic(async () => (await import('./provider-cards.tsx')).ProviderCards, { ssr: false })
const DeleteIdentity = dynamic(async () => (await import('./delete-identity.tsx')).DeleteIdentity, { ssr: false })

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

/** Every trust relationship of the organisation. */
export function IdentityList() {
  const { state, set, go, clear } = useFilters(listParsers)
  const { data, problem, stale, refetch } = usePageQuery(ExternalIdentitiesDocument, listVariables(state))
  const path = useOrganisationPath()
  const can = useCan()
  const adding = useDialog('add')
  const deletion = useDialog('delete')
  const columns = useMemo(() => columnsOf({ path, onDelete: deletion.show }), [path, deletion.show])
  const connection = data?.externalIdentities
  const providers = data?.identityProviders ?? []
  const rows = connection?.edges.map(({ node }) => node) ?? []
  const mayCreate = can('ExternalIdentities', 'create')
  const isEmpty = connection?.totalCount === 0 && !isFiltered(state)
  return (
    <>
      <PageHeader
        title="External Identities"
        description="Workloads that may sign in without a stored token."
        actions={
          mayCreate &&
          connection &&
          !isEmpty && (
            <Button variant="primary" onClick={() => adding.show()}>
              <Plus size={16} aria-hidden /> Add Identity Provider
            </Button>
          )
        }
      />
      {problem?.code === 'forbidden' && <NoPermission what="external identities" permission="ExternalIdentities: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {isEmpty && <FirstIdentity providers={providers} />}
      {connection && !isEmpty && (
        <>
          <search className="flex flex-wrap items-center gap-3">
            <SearchField label="Search external identities" value={state.q} onChange={(q) => set({ q })} />
            <FilterSelect
              label="Provider"
              value={state.provider ?? ''}
              choices={[{ value: '', label: 'All' }, ...providers.map(({ id, name }) => ({ value: id, label: name }))]}
              onChange={(value) => set({ provider: value || null })}
            />
            <FilterSelect
              label="Status"
              value={state.status ?? ''}
              choices={statuses}
              onChange={(value) => set({ status: value || null })}
            />
            <FilterSelect
              label="Bound to"
              value={state.bound ?? ''}
              choices={bindings}
              onChange={(value) => set({ bound: value || null })}
            />
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
      )}
      <Dialog
        open={adding.open && mayCreate}
        onClose={adding.close}
        kind="wide"
        title="Add Identity Provider"
        description="Where do the workloads run that should sign in?"
      >
        <ProviderCards providers={providers} />
      </Dialog>
      {deletion.open && <DeleteIdentity identity={rows.find(({ id }) => id === deletion.id)} onClose={deletion.close} />}
    </>
  )
}
