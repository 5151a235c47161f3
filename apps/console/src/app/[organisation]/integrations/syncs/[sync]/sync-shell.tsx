'use client'

import { CirclePlay, RefreshCw, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLive } from '../../../../../apollo/use-live.ts'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { IdText } from '../../../../../components/copy.tsx'
import { LinkTabs } from '../../../../../components/link-tabs.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { useCanInApps, useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { DestinationName } from '../destinations.tsx'
import { lookAgainMs } from '../states.ts'
import { SyncMoment } from '../sync-moment.tsx'
import { SyncStatus } from '../sync-status.tsx'
import { useSwitchSync } from '../use-switch-sync.ts'
import { type SyncDetailFragment, SyncPageDocument } from './operations.generated.ts'
import { SyncContext } from './sync-context.tsx'

/** What stands above the tabs of a sync; the tabs only if there is one. */
export function SyncShell({ id, children }: { id: string; children: ReactNode }) {
  const { data, problem, refetch } = usePageQuery(SyncPageDocument, { id })
  const path = useOrganisationPath()
  const sync = data?.sync
  useLive(SyncPageDocument, { id }, lookAgainMs([sync?.state]))
  const list = path('/integrations/syncs')
  if (sync)
    return (
      <SyncContext value={sync}>
        <Heading sync={sync} />
        <LinkTabs
          label={`Parts of the sync to ${sync.summary}`}
          tabs={[
            { label: 'Manage', href: `${list}/${id}`, exact: true },
            { label: 'Logs', href: `${list}/${id}/logs` },
          ]}
        />
        {children}
      </SyncContext>
    )
  const isMissing = problem === undefined || ['not_found', 'malformed_request'].includes(problem.code)
  return (
    <>
      <PageHeader title="Sync" crumbs={[{ label: 'Syncs', href: list }]} />
      {isMissing && (
        <EmptyState icon={<SearchX size={28} />} title="There is no such sync">
          <p>It has been deleted, you do not hold its environment, or the link is wrong.</p>
          <ButtonLink href={list}>All syncs</ButtonLink>
        </EmptyState>
      )}
      {problem?.code === 'forbidden' && <NoPermission what="syncs" permission="Integrations: read (in apps)" />}
      {problem && !isMissing && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
    </>
  )
}

function Heading({ sync }: { sync: SyncDetailFragment }) {
  const path = useOrganisationPath()
  const mayUpdate = useCanInApps()('Integrations', 'update')
  const { runNow, resume, busy } = useSwitchSync()
  const { app, environment, state } = sync
  return (
    <PageHeader
      title={<span className="break-all">{sync.summary}</span>}
      crumbs={[
        { label: 'Syncs', href: path('/integrations/syncs') },
        ...(app ? [{ label: app.name, href: path(`/apps/${app.id}/syncing`) }] : []),
      ]}
      description={
        <span className="flex flex-col gap-1.5">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <SyncStatus state={state} />
            <span>
              <SyncMoment sync={sync} />
            </span>
          </span>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {environment?.name ?? 'An environment'}
            <span aria-hidden>»</span>
            <DestinationName id={sync.destination} />
            <IdText id={sync.id} what="id of the sync" />
          </span>
        </span>
      }
      actions={
        mayUpdate &&
        (state === 'PAUSED' ? (
          <Button busy={busy} onClick={() => void resume(sync)}>
            <CirclePlay size={16} aria-hidden /> Resume
          </Button>
        ) : (
          <Button busy={busy || state === 'RUNNING'} onClick={() => void runNow(sync)}>
            <RefreshCw size={16} aria-hidden /> Sync now
          </Button>
        ))
      }
    />
  )
}
