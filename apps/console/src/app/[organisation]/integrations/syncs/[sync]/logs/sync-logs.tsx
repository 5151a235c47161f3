'use client'

import { History } from 'lucide-react'
import { useLive } from '../../../../../../apollo/use-live.ts'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { Pager } from '../../../../../../components/pager.tsx'
import { EmptyState, ErrorState } from '../../../../../../components/states.tsx'
import { useFilters } from '../../../../../../components/url-state.ts'
import { lookAgainMs } from '../../states.ts'
import { useSync } from '../sync-context.tsx'
import { logsParsers, logsVariables } from './logs-state.ts'
import { SyncRunsDocument } from './operations.generated.ts'
import { RunEntry } from './run-entry.tsx'

/** What each run did, the newest first. */
export function SyncLogs() {
  const { id, state } = useSync()
  const { state: place, go } = useFilters(logsParsers)
  const variables = logsVariables(id, place)
  const { data, problem, stale, refetch } = usePageQuery(SyncRunsDocument, variables)
  const runs = data?.sync?.runs
  const entries = runs?.edges.map(({ node }) => node) ?? []
  const isUnderWay = entries.some(({ outcome }) => outcome === 'RUNNING')
  useLive(SyncRunsDocument, variables, lookAgainMs([state, isUnderWay ? 'RUNNING' : undefined]))
  if (problem && !runs) return <ErrorState problem={problem} onRetry={refetch} />
  if (!runs) return null
  if (runs.totalCount === 0)
    return (
      <EmptyState icon={<History size={28} />} title="It has not run yet">
        <p>Each run is kept here: what it added, changed and removed, how long it took, and why it failed if it did.</p>
      </EmptyState>
    )
  return (
    <>
      <ol aria-label="Runs" aria-busy={stale} className={`flex flex-col gap-3 ${stale ? 'opacity-60' : ''}`}>
        {entries.map((run) => (
          <RunEntry key={run.id} run={run} />
        ))}
      </ol>
      <Pager
        what="runs"
        shown={entries.length}
        totalCount={runs.totalCount}
        hasNext={runs.pageInfo.hasNextPage}
        hasPrevious={runs.pageInfo.hasPreviousPage}
        onNext={() => go({ after: runs.pageInfo.endCursor })}
        onPrevious={() => go({ before: runs.pageInfo.startCursor })}
      />
    </>
  )
}
