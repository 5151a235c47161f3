'use client'

import { useQuery } from '@apollo/client/react'
import { Link } from '../../../../../../../components/link.tsx'
import { Time } from '../../../../../../../components/time.tsx'
import { useCanInApps, useOrganisationPath } from '../../../../../../../frame/viewer.tsx'
import { stateNames } from '../../../../../integrations/syncs/states.ts'
import { SyncStatus } from '../../../../../integrations/syncs/sync-status.tsx'
import { useApp } from '../../../app-gate.tsx'
import { useEditor } from '../editor-context.tsx'
import { EnvironmentSyncsDocument } from './operations.generated.ts'

const looked = 50

/** Where the folder is synced to, and whether that works; nothing where it is not. */
export function FolderSyncs({ folder }: { folder: string }) {
  const { serverEncryption } = useApp()
  const { environment } = useEditor()
  const path = useOrganisationPath()
  const mayRead = useCanInApps()('Integrations', 'read')
  const { data } = useQuery(EnvironmentSyncsDocument, {
    variables: { environmentId: environment.id, first: looked },
    skip: !mayRead || !serverEncryption,
    fetchPolicy: 'cache-and-network',
  })
  const syncs = data?.syncs?.edges.map(({ node }) => node).filter((sync) => sync.path === folder) ?? []
  if (syncs.length === 0) return null
  return (
    <ul aria-label="Syncs of this folder" className="flex flex-wrap gap-x-4 gap-y-1">
      {syncs.map(({ id, summary, state, lastSyncedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <Link href={path(`/integrations/syncs/${id}`)} aria-label={`${stateNames[state]}: sync to ${summary}`} className="rounded-full">
            <SyncStatus state={state} />
          </Link>
          <span className="break-all">{summary}</span>
          {lastSyncedAt && (
            <span>
              synced <Time at={lastSyncedAt} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
