'use client'

import { Package, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePageQuery } from '../../../apollo/use-page-query.ts'
import { Button } from '../../../components/button.tsx'
import { FilterSelect, SearchField } from '../../../components/filters.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { Pager } from '../../../components/pager.tsx'
import { EmptyState, ErrorState, FilteredEmpty, NoPermission } from '../../../components/states.tsx'
import { useDialog, useFilters } from '../../../components/url-state.ts'
import { useCan } from '../../../frame/viewer.tsx'
import { AppCard } from './app-card.tsx'
import { listParsers, listVariables, sortChoices } from './list-state.ts'
import { AppsDocument } from './operations.generated.ts'

// Fetched behind the page, which stands without it.
const CreateAppDialog = dynamic(() => import('./create-app-dialog.tsx').then((file) => file.CreateAppDialog), { ssr: false })

export function AppList() {
  const { state, set, go, clear } = useFilters(listParsers)
  const { data, problem, stale, refetch } = usePageQuery(AppsDocument, listVariables(state))
  const creation = useDialog('create')
  const mayCreate = useCan()('Apps', 'create')
  const connection = data?.apps
  const apps = connection?.edges.map(({ node }) => node) ?? []
  const isEmpty = connection !== undefined && apps.length === 0
  const create = mayCreate && (
    <Button variant="primary" onClick={() => creation.show()}>
      <Plus size={16} aria-hidden /> Create app
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Apps"
        description="What your workloads read: each app has environments, each environment its secrets."
        actions={create}
      />
      {problem?.code === 'forbidden' && <NoPermission what="apps" permission="Apps: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
      {isEmpty && state.q === '' && <NoApps mayCreate={mayCreate} />}
      {connection && !(isEmpty && state.q === '') && (
        <>
          <search className="flex flex-wrap items-center gap-3">
            <SearchField label="Search apps" value={state.q} onChange={(q) => set({ q })} />
            <FilterSelect label="Sort" value={state.sort} choices={sortChoices} onChange={(sort) => set({ sort })} />
          </search>
          {isEmpty ? (
            <FilteredEmpty what="apps" onClear={clear} />
          ) : (
            <ul aria-label="Apps" aria-busy={stale} className={`grid gap-4 md:grid-cols-2 xl:grid-cols-3 ${stale ? 'opacity-60' : ''}`}>
              {apps.map((app) => (
                <AppCard key={app.id} app={app} />
              ))}
            </ul>
          )}
          <Pager
            what="apps"
            shown={apps.length}
            totalCount={connection.totalCount}
            hasNext={connection.pageInfo.hasNextPage}
            hasPrevious={connection.pageInfo.hasPreviousPage}
            onNext={() => go({ after: connection.pageInfo.endCursor })}
            onPrevious={() => go({ before: connection.pageInfo.startCursor })}
          />
        </>
      )}
      <CreateAppDialog open={creation.open} onClose={creation.close} />
    </>
  )
}

const NoApps = ({ mayCreate }: { mayCreate: boolean }) => (
  <EmptyState icon={<Package size={28} />} title="No apps yet">
    <p>
      An app is one thing that you deploy. It has environments, such as Development and Production, and each of them keeps its own secrets:
      a database password, an API key, a feature switch.
    </p>
    <p>
      {mayCreate
        ? 'Create the first one, add a secret, then give a service account access: its workloads read it without a stored token.'
        : 'You see the apps of which you hold an environment. An Owner or Admin can give you access.'}
    </p>
  </EmptyState>
)
