'use client'

import { CirclePlay, RefreshCw } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, ButtonLink } from '../../../../../../components/button.tsx'
import { useCanInApps, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { DestinationName } from '../../../../integrations/syncs/destinations.tsx'
import { FailureNote } from '../../../../integrations/syncs/failure-note.tsx'
import type { SyncRowFragment } from '../../../../integrations/syncs/operations.generated.ts'
import { statementFor } from '../../../../integrations/syncs/policy-statement.ts'
import { SyncMoment } from '../../../../integrations/syncs/sync-moment.tsx'
import { SyncStatus } from '../../../../integrations/syncs/sync-status.tsx'
import { useSwitchSync } from '../../../../integrations/syncs/use-switch-sync.ts'

/** One sync: from where to where, how it stands, and what can be done about it. */
export function SyncCard({ sync }: { sync: SyncRowFragment }) {
  const path = useOrganisationPath()
  const mayUpdate = useCanInApps()('Integrations', 'update')
  const { runNow, resume, busy } = useSwitchSync()
  const [asked, setAsked] = useState(false)
  const whyId = useId()
  const { state, failure, summary, environment, path: folder, destination, account, region } = sync
  const fails = failure !== null && state !== 'PAUSED'
  const fix = failure?.missingAction ? statementFor(failure.missingAction, { region, account, secretName: summary }) : null
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-72 flex-col gap-1.5">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <SyncStatus state={state} />
            <span className="break-words">
              {environment?.name ?? 'An environment'}
              {folder !== '/' && <code className="font-mono font-normal"> {folder}</code>}
            </span>
            <span aria-hidden className="text-muted">
              »
            </span>
            <span className="sr-only">is synced to</span>
            <DestinationName id={destination} />
          </p>
          <p className="break-words">
            <code className="font-mono text-[13px] break-all">{summary}</code>{' '}
            <span className="text-muted">
              {region} · account {account}
            </span>
          </p>
          <p className="text-sm text-muted">
            <SyncMoment sync={sync} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {fails && (
            <Button aria-expanded={asked} aria-controls={whyId} onClick={() => setAsked(!asked)}>
              Why?
            </Button>
          )}
          {mayUpdate && state === 'PAUSED' && (
            <Button busy={busy} onClick={() => void resume(sync)}>
              <CirclePlay size={16} aria-hidden /> Resume
            </Button>
          )}
          {mayUpdate && state !== 'PAUSED' && (
            <Button busy={busy || state === 'RUNNING'} onClick={() => void runNow(sync)}>
              <RefreshCw size={16} aria-hidden /> Sync now
            </Button>
          )}
          <ButtonLink href={path(`/integrations/syncs/${sync.id}`)}>
            Manage<span className="sr-only"> {summary}</span>
          </ButtonLink>
        </div>
      </div>
      <div id={whyId} hidden={!asked}>
        {asked && failure && <FailureNote failure={failure} fix={fix} />}
      </div>
    </li>
  )
}
