'use client'

import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { ButtonLink } from '../../../../../../components/button.tsx'
import { type Column, DataTable } from '../../../../../../components/data-table.tsx'
import { FilterSelect } from '../../../../../../components/filters.tsx'
import { Pager } from '../../../../../../components/pager.tsx'
import { ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { Time } from '../../../../../../components/time.tsx'
import { useFilters } from '../../../../../../components/url-state.ts'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useAccount } from '../account-context.tsx'
import { activityParsers, activityVariables } from './activity-state.ts'
import { AccountActivityDocument, type ActivityRowFragment } from './operations.generated.ts'

const choices = [
  { value: 'changes', label: 'Changes to the account' },
  { value: 'deeds', label: 'What it did' },
]

const columns: Column<ActivityRowFragment>[] = [
  { id: 'at', header: 'When', cell: ({ at }) => <Time at={at} /> },
  { id: 'action', header: 'Action', cell: ({ action }) => <code className="font-mono text-[13px] break-all">{action}</code> },
  { id: 'actor', header: 'By', cell: ({ actor }) => <span className="break-words">{actor.name}</span> },
  {
    id: 'on',
    header: 'On',
    cell: ({ resourceName, resourceType }) => <span className="break-words">{resourceName ?? resourceType.replaceAll('_', ' ')}</span>,
  },
  { id: 'ip', header: 'From', cell: ({ ip }) => <code className="font-mono text-[13px] break-all">{ip}</code> },
]

/** The audit events about the account, and the way to its exchanges. */
export function AccountActivity() {
  const { id, name } = useAccount()
  const { state, set, go } = useFilters(activityParsers)
  const { data, problem, stale, refetch } = usePageQuery(AccountActivityDocument, activityVariables(id, state))
  const path = useOrganisationPath()
  const connection = data?.auditEvents
  const rows = connection?.edges.map(({ node }) => node) ?? []
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2>Activity</h2>
        <ButtonLink href={path(`/exchanges?sa=${id}`)}>Exchanges of this account</ButtonLink>
      </div>
      {!connection && problem?.code === 'forbidden' && <NoPermission what="audit events" permission="Logs: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {connection && (
        <>
          <FilterSelect label="Show" value={state.show} choices={choices} onChange={(show) => set({ show })} />
          {rows.length === 0 ? (
            <p className="rounded-lg border border-dashed border-line px-6 py-12 text-center text-muted">
              {state.show === 'deeds'
                ? `${name} has read and changed nothing yet.`
                : 'Nothing is on record. Audit events are kept for as long as the server is set to.'}
            </p>
          ) : (
            <DataTable caption={`Audit events of ${name}`} columns={columns} rows={rows} stale={stale} />
          )}
          <Pager
            what="events"
            shown={rows.length}
            totalCount={connection.totalCount}
            hasNext={connection.pageInfo.hasNextPage}
            hasPrevious={connection.pageInfo.hasPreviousPage}
            onNext={() => go({ after: connection.pageInfo.endCursor })}
            onPrevious={() => go({ before: connection.pageInfo.startCursor })}
          />
        </>
      )}
    </>
  )
}
