'use client'

import { Download, ScrollText, X } from 'lucide-react'
import { useState } from 'react'
import { usePageQuery } from '../../../apollo/use-page-query.ts'
import { buttonLook } from '../../../components/button.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { Pager } from '../../../components/pager.tsx'
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from '../../../components/states.tsx'
import { useFilters } from '../../../components/url-state.ts'
import { exportPath, isFiltered, type LogState, logFilter, logParsers, logVariables } from './list-state.ts'
import { LogFilters } from './log-filters.tsx'
import { AuditLogDocument, type LoggedEventFragment } from './operations.generated.ts'
import { Timeline } from './timeline.tsx'

/** What happened in the organisation, newest first. */
export function AuditLog({ lookedAtMs }: { lookedAtMs: number }) {
  const { state, set, go, clear } = useFilters(logParsers)
  const [nowMs, setNowMs] = useState(lookedAtMs)
  const { data, problem, stale, refetch } = usePageQuery(AuditLogDocument, logVariables(state, nowMs))
  const connection = data?.auditEvents
  const events = connection?.edges.map(({ node }) => node) ?? []
  const change = (part: Partial<LogState>) => {
    if (part.range) setNowMs(Date.now())
    set({ event: null, ...part })
  }
  return (
    <>
      <PageHeader
        title="Audit Logs"
        description="Every change and every read of secrets: who, what, when and from where. Values of secrets are never part of it."
        actions={connection && <Export state={state} nowMs={nowMs} />}
      />
      {problem?.code === 'forbidden' && <NoPermission what="the audit log" permission="Logs: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {connection && (
        <>
          <LogFilters state={state} onChange={change} />
          <Chosen state={state} events={events} onChange={change} />
          {events.length === 0 && isFiltered(state) && <FilteredEmpty what="events" onClear={clear} />}
          {events.length === 0 && !isFiltered(state) && (
            <EmptyState icon={<ScrollText size={28} />} title="Nothing yet">
              <p>Changes and reads of secrets are written here as they happen, and kept for as long as the server is told to.</p>
            </EmptyState>
          )}
          <Timeline
            events={events}
            stale={stale}
            openId={state.event}
            onActor={(actor) => change({ actor })}
            onResource={(resource) => change({ resource })}
          />
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
      )}
    </>
  )
}

function Export({ state, nowMs }: { state: LogState; nowMs: number }) {
  const filter = logFilter(state, nowMs)
  return (
    <>
      <a className={buttonLook()} href={exportPath('csv', filter)} download>
        <Download size={16} aria-hidden /> Export CSV
      </a>
      <a className={buttonLook()} href={exportPath('jsonl', filter)} download>
        <Download size={16} aria-hidden /> Export JSON lines
      </a>
    </>
  )
}

interface ChosenProps {
  state: LogState
  events: readonly LoggedEventFragment[]
  onChange: (part: Partial<LogState>) => void
}

/** The one actor or resource that the list is narrowed to, by name where an event tells it. */
function Chosen({ state, events, onChange }: ChosenProps) {
  const actorName = events.find(({ actor }) => actor.id === state.actor)?.actor.name
  const resourceName = events.find(({ resourceId }) => resourceId === state.resource)?.resourceName
  if (state.actor === null && state.resource === null) return null
  return (
    <div className="flex flex-wrap gap-2">
      {state.actor !== null && <Chip text={`By ${actorName ?? state.actor}`} onRemove={() => onChange({ actor: null })} />}
      {state.resource !== null && <Chip text={`About ${resourceName ?? state.resource}`} onRemove={() => onChange({ resource: null })} />}
    </div>
  )
}

const Chip = ({ text, onRemove }: { text: string; onRemove: () => void }) => (
  <span className="inline-flex max-w-full items-center gap-1 rounded-md border border-line bg-surface py-0.5 pr-1 pl-2">
    <span className="min-w-0 break-all">{text}</span>
    <button
      type="button"
      aria-label={`Remove the filter: ${text}`}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded text-muted hover:bg-hover hover:text-text"
      onClick={onRemove}
    >
      <X size={14} aria-hidden />
    </button>
  </span>
)
