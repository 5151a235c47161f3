'use client'

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { PageHeader } from '../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { type AppEnvironmentFragment, AppHeadDocument, type AppHeadFragment } from './operations.generated.ts'

interface ShownApp extends Omit<AppHeadFragment, 'environments'> {
  /** Those that the viewer holds, in their order. */
  environments: readonly AppEnvironmentFragment[]
  /** `path('/settings')`: an address of this app. */
  path: (path: string) => string
}

const AppContext = createContext<ShownApp | null>(null)

/** The app that the page is about. */
export function useApp(): ShownApp {
  const app = useContext(AppContext)
  if (!app) throw new Error('This belongs inside the pages of an app.')
  return app
}

/** Shows the pages of an app to whoever may see it; everybody else is told why not. */
export function AppGate({ id, children }: { id: string; children: ReactNode }) {
  const { data, problem, refetch } = usePageQuery(AppHeadDocument, { id })
  const organisationPath = useOrganisationPath()
  const app = data?.app
  const base = organisationPath(`/apps/${id}`)
  const shown = useMemo(
    () => app && { ...app, environments: app.environments?.edges.map(({ node }) => node) ?? [], path: (path: string) => base + path },
    [app, base],
  )
  if (shown) return <AppContext value={shown}>{children}</AppContext>
  return (
    <>
      <PageHeader title="App" crumbs={[{ label: 'Apps', href: organisationPath('/apps') }]} />
      {problem?.code === 'forbidden' && <NoPermission what="apps" permission="Apps: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
    </>
  )
}
