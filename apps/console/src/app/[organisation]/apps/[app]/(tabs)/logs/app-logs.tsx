'use client'

import { useQuery } from '@apollo/client/react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { FilterSelect, SearchField } from '../../../../../../components/filters.tsx'
import { Pager } from '../../../../../../components/pager.tsx'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState, FilteredEmpty, NoPermission } from '../../../../../../components/states.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { useFilters } from '../../../../../../components/url-state.ts'
import { useApp } from '../../app-gate.tsx'
import { logsParsers, logsVariables } from './logs-state.ts'
import { type AppLogEventFragment, AppLogsDocument } from './operations.generated.ts'

const actions = [
  { value: '', label: 'All' },
  { value: 'secrets.re', label: 'Reads and reveals' },
  { value: 'secrets.', label: 'Everything about secrets' },
  { value: 'environment.', label: 'Environments' },
  { value: 'app.', label: 'The app itself' },
]

const columns: Column<AppLogEventFragment>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} /> },
  { id: 'actor', header: 'Who', cell: ({ actor }) => <span className="break-words">{actor.name}</span> },
  { id: 'action', header: 'Action', cell: ({ action, after }) => <Deed action={action} after={after} /> },
  { id: 'resource', header: 'Where', cell: ({ resourceName }) => <span className="break-words">{resourceName}</span> },
  { id: 'ip', header: 'Address', cell: ({ ip }) => <code className="font-mono text-xs">{ip}</code> },
]

function Deed({ action, after }: { action: string; after: unknown }) {
  const ids =
    typeof after === 'object' && after !== null && 'secretIds' in after && Array.isArray(after.secretIds) ? after.secretIds.length : 0
  return (
    <span>
      <code className="font-mono">{action}</code>
      {ids > 0 && <span className="text-muted"> · {ids === 1 ? '1 secret' : `${ids} secrets`}</span>}
    </span>
  )
}

/** Every change to the app and every read of its secrets. */
export function AppLogs() {
  const app = useApp()
  const { state, set, go, clear } = useFilters(logsParsers)
  const { data, previousData, error, loading, refetch } = useQuery(AppLogsDocument, {
    variables: logsVariables(state, app),
    errorPolicy: 'all',
    fetchPolicy: 'cache-and-network',
  })
  const problem = error && problemOf(error)
  const connection = (data ?? previousData)?.auditEvents
  const events = connection?.edges.map(({ node }) => node) ?? []
  if (problem?.code === 'forbidden') return <NoPermission what="the logs" permission="Logs: read" />
  if (problem && !connection) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!connection) return <TableSkeleton />
  return (
    <>
      <search className="flex flex-wrap items-center gap-3">
        <SearchField label="Search logs by name or request id" value={state.q} onChange={(q) => set({ q })} />
        <FilterSelect
          label="Environment"
          value={state.environment ?? ''}
          choices={[{ value: '', label: 'All' }, ...app.environments.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(environment) => set({ environment: environment || null })}
        />
        <FilterSelect label="Action" value={state.action ?? ''} choices={actions} onChange={(action) => set({ action: action || null })} />
      </search>
      {events.length === 0 ? (
        <FilteredEmpty what="events" onClear={clear} />
      ) : (
        <DataTable caption="What happened in the app" columns={columns} rows={events} stale={loading} />
      )}
      <Pager
        what="events"
        shown={events.length}
        totalCount={connection.totalCount}
        hasNext={connection.pageInfo.hasNextPage}
        hasPrevious={connection.pageInfo.hasPreviousPage}
        onNext={() => go({ after: connection.pageInfo.endCursor })}
        onPrevious={() => go({ before: connection.pageInfo.startCursor })}
      />
    </>
  )
}
