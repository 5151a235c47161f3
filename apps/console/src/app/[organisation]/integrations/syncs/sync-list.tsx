'use client'

import { useQuery } from '@apollo/client/react'
import { RefreshCw } from 'lucide-react'
import { useMemo } from 'react'
import { useLive } from '../../../../apollo/use-live.ts'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button, ButtonLink } from '../../../../components/button.tsx'
import { DataTable } from '../../../../components/data-table.tsx'
import { FilterSelect, SearchField } from '../../../../components/filters.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { useFilters } from '../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { isFiltered, listParsers, listVariables } from './list-state.ts'
import { SyncAppsDocument, SyncsDocument, type SyncsQuery } from './operations.generated.ts'
import { lookAgainMs, stateNames, syncStates } from './states.ts'
import { columnsOf } from './sync-columns.tsx'

/** Every sync of the organisation, of environments that whoever looks holds. */
export function SyncList() {
  const filters = useFilters(listParsers)
  const variables = listVariables(filters.state)
  const { data, problem, stale, refetch } = usePageQuery(SyncsDocument, variables)
  const path = useOrganisationPath()
  const connection = data?.syncs
  useLive(SyncsDocument, variables, lookAgainMs(connection?.edges.map(({ node }) => node.state) ?? []))
  const isEmpty = connection?.totalCount === 0 && !isFiltered(filters.state)
  return (
    <>
      <PageHeader title="Syncs" description="Environments that are kept equal to secrets elsewhere, and how each of them stands." />
      {problem?.code === 'forbidden' && <NoPermission what="syncs" permission="Integrations: read (in apps)" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {isEmpty && (
        <EmptyState icon={<RefreshCw size={28} />} title="Nothing is synced yet">
          <p>
            A sync keeps a folder of an environment equal to a secret in AWS Secrets Manager: change a secret here, and it changes there.
            Open an app and its Syncing tab to create one.
          </p>
          <ButtonLink href={path('/apps')} variant="primary">
            Open an app
          </ButtonLink>
        </EmptyState>
      )}
      {connection && !isEmpty && <SyncTable connection={connection} filters={filters} stale={stale} />}
    </>
  )
}

interface SyncTableProps {
  connection: NonNullable<SyncsQuery['syncs']>
  filters: ReturnType<typeof useFilters<typeof listParsers>>
  stale: boolean
}

const stateChoices = [{ value: '', label: 'All' }, ...syncStates.map((state) => ({ value: state, label: stateNames[state] }))]

function SyncTable({ connection, filters: { state, set, go, clear }, stale }: SyncTableProps) {
  const path = useOrganisationPath()
  const columns = useMemo(() => columnsOf(path), [path])
  const { data } = useQuery(SyncAppsDocument)
  const apps = data?.apps?.edges.map(({ node }) => ({ value: node.id, label: node.name })) ?? []
  const rows = connection.edges.map(({ node }) => node)
  return (
    <>
      <search className="flex flex-wrap items-center gap-3">
        <SearchField label="Search syncs by name of the secret, account or id" value={state.q} onChange={(q) => set({ q })} />
        <FilterSelect label="State" value={state.state ?? ''} choices={stateChoices} onChange={(value) => set({ state: value || null })} />
        <FilterSelect
          label="App"
          value={state.app ?? ''}
          choices={[{ value: '', label: 'All' }, ...apps]}
          onChange={(app) => set({ app: app || null })}
        />
        {state.credential !== null && <Button onClick={() => set({ credential: null })}>Of every credential</Button>}
      </search>
      {rows.length === 0 ? (
        <FilteredEmpty what="syncs" onClear={clear} />
      ) : (
        <DataTable caption="Syncs" columns={columns} rows={rows} stale={stale} />
      )}
      <Pager
        what="syncs"
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
