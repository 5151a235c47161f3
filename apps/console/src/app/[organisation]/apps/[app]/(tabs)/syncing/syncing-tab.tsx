'use client'

import { Plus, RefreshCw } from 'lucide-react'
import { useLive } from '../../../../../../apollo/use-live.ts'
import { usePageQuery } from '../../../../../../apollo/use-page-query.ts'
import { buttonLook } from '../../../../../../components/button.tsx'
import { Menu } from '../../../../../../components/menu.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { Pager } from '../../../../../../components/pager.tsx'
import { EmptyState, ErrorState, NoPermission } from '../../../../../../components/states.tsx'
import { useFilters } from '../../../../../../components/url-state.ts'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { destinations } from '../../../../integrations/syncs/destinations.tsx'
import { SyncsDocument } from '../../../../integrations/syncs/operations.generated.ts'
import { lookAgainMs } from '../../../../integrations/syncs/states.ts'
import { useApp } from '../../app-gate.tsx'
import { EncryptionGate } from './encryption-gate.tsx'
import { SyncCard } from './sync-card.tsx'
import { appSyncsVariables, syncingParsers } from './syncing-state.ts'

/** Where the secrets of an app are kept equal elsewhere, and how each of these syncs stands. */
export function SyncingTab() {
  const app = useApp()
  const { state, go } = useFilters(syncingParsers)
  const variables = appSyncsVariables(app.id, state)
  const { data, problem, refetch } = usePageQuery(SyncsDocument, variables)
  const connection = data?.syncs
  const syncs = connection?.edges.map(({ node }) => node) ?? []
  useLive(SyncsDocument, variables, lookAgainMs(syncs.map((sync) => sync.state)))
  const mayCreate = useCanInApps()('Integrations', 'create') && app.serverEncryption
  const isEmpty = connection?.totalCount === 0
  if (problem?.code === 'forbidden') return <NoPermission what="syncs" permission="Integrations: read (in apps)" />
  if (problem && !connection) return <ErrorState problem={problem} onRetry={refetch} />
  return (
    <>
      {!app.serverEncryption && <EncryptionGate />}
      {isEmpty && app.serverEncryption && (
        <EmptyState icon={<RefreshCw size={28} />} title="Nothing of this app is synced yet">
          <p>
            A sync keeps a folder of an environment equal to a secret in a cloud: change a secret here, and it changes there, by itself.
            Before anything is written you are shown what would change.
          </p>
          {mayCreate && <CreateMenu />}
        </EmptyState>
      )}
      {connection && !isEmpty && (
        <Section title="Active Syncs" actions={mayCreate && <CreateMenu />}>
          <ul aria-label="Active Syncs" className="flex flex-col gap-3">
            {syncs.map((sync) => (
              <SyncCard key={sync.id} sync={sync} />
            ))}
          </ul>
          <div className="mt-4">
            <Pager
              what="syncs"
              shown={syncs.length}
              totalCount={connection.totalCount}
              hasNext={connection.pageInfo.hasNextPage}
              hasPrevious={connection.pageInfo.hasPreviousPage}
              onNext={() => go({ after: connection.pageInfo.endCursor })}
              onPrevious={() => go({ before: connection.pageInfo.startCursor })}
            />
          </div>
        </Section>
      )}
    </>
  )
}

function CreateMenu() {
  const { path } = useApp()
  return (
    <Menu
      label="Create a new Sync"
      trigger={
        <button type="button" className={buttonLook('primary')}>
          <Plus size={16} aria-hidden /> Create a new Sync
        </button>
      }
      items={Object.values(destinations).map(({ name, slug }) => ({ label: name, href: path(`/syncing/new?destination=${slug}`) }))}
    />
  )
}
