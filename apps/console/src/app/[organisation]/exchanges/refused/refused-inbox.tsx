'use client'

import { ArrowUp, Inbox } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { Button } from '../../../../components/button.tsx'
import { Pager } from '../../../../components/pager.tsx'
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { useDialog, useFilters } from '../../../../components/url-state.ts'
import { ExchangeSheet } from '../detail/exchange-sheet.tsx'
import { StreamEnded } from '../feed/stream-ended.tsx'
import { InboxFilters } from './inbox-filters.tsx'
import { inboxParsers, inboxVariables, isFiltered } from './inbox-state.ts'
import { RefusedInboxDocument } from './operations.generated.ts'
import { RefusedCallerEntry } from './refused-caller.tsx'
import { UnverifiedLine } from './unverified-line.tsx'
import { useLiveInbox } from './use-live-inbox.ts'

const AskedTrust = dynamic(() => import('./asked-trust.tsx').then((module) => module.AskedTrust))

/** Who was refused lately, one entry for what is one matter. */
export function RefusedInbox() {
  const filters = useFilters(inboxParsers)
  const { state, set, go } = filters
  const { data, problem, stale, refetch } = usePageQuery(RefusedInboxDocument, inboxVariables(state))
  const box = useRef<HTMLDivElement>(null)
  const live = useLiveInbox(box, problem?.code !== 'forbidden', refetch)
  const trust = useDialog('trust')
  const connection = data?.refusedCallers
  const rows = connection?.edges.map(({ node }) => node) ?? []
  if (!connection && problem?.code === 'forbidden')
    return <NoPermission what="refused callers" permission="Logs: read and ExternalIdentities: read" />
  if (!connection) return problem ? <ErrorState problem={problem} onRetry={refetch} /> : null
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = connection.pageInfo
  return (
    <>
      <InboxFilters state={state} onChange={set} />
      <StreamEnded state={live.stream} />
      {data?.unverifiedRefusals && !state.dismissed && <UnverifiedLine unverified={data.unverifiedRefusals} state={state} />}
      {live.waiting && (
        <div>
          <Button variant="quiet" className="text-accent" onClick={live.showNew}>
            <ArrowUp size={16} aria-hidden /> New attempts: show them
          </Button>
        </div>
      )}
      <p role="status" className="sr-only">
        {live.waiting ? 'There are new attempts.' : ''}
      </p>
      <section
        ref={box}
        aria-label="Refused callers"
        aria-busy={stale}
        className={stale ? 'opacity-60' : ''}
        onPointerLeave={() => live.waiting && live.showNew()}
      >
        {rows.length > 0 && (
          <ol className="flex flex-col gap-3">
            {rows.map((row) => (
              <RefusedCallerEntry
                key={row.id}
                entry={row}
                onTrust={() => trust.show(row.latest.id)}
                onOpen={() => void filters.set({ exchange: row.latest.id, after: state.after, before: state.before })}
              />
            ))}
          </ol>
        )}
        {rows.length === 0 && isFiltered(state) && <FilteredEmpty what="refused callers" onClear={filters.clear} />}
        {rows.length === 0 && !isFiltered(state) && <NobodyRefused dismissed={state.dismissed} />}
      </section>
      {rows.length > 0 && (
        <Pager
          what="refused callers"
          shown={rows.length}
          totalCount={connection.totalCount}
          hasNext={hasNextPage}
          hasPrevious={hasPreviousPage}
          onNext={() => go({ after: endCursor })}
          onPrevious={() => go({ before: startCursor })}
        />
      )}
      <p className="text-sm text-muted">
        One entry for each caller, reason, identity and account. A flood does not make the list longer than it can be read: the newest 50
        000 refusals of verified callers are looked at.
      </p>
      {trust.open && trust.id !== null && <AskedTrust exchangeId={trust.id} onClose={trust.close} />}
      <ExchangeSheet
        id={state.exchange}
        onClose={() => filters.set({ exchange: null, after: state.after, before: state.before })}
        onUp={undefined}
        onDown={undefined}
      />
    </>
  )
}

const NobodyRefused = ({ dismissed }: { dismissed: boolean }) => (
  <EmptyState icon={<Inbox size={28} />} title={dismissed ? 'Nothing is dismissed' : 'Nobody was refused'}>
    <p>
      {dismissed
        ? 'Callers that are taken off the inbox can be put back from here.'
        : 'When a workload proves who it is and no identity trusts it, it appears here within seconds, with what it would take to let it in.'}
    </p>
  </EmptyState>
)
