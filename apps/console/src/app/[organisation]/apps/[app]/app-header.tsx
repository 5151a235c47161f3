'use client'

import { IdText } from '../../../../components/copy.tsx'
import { LinkTabs } from '../../../../components/link-tabs.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import { AppBadges } from '../app-badges.tsx'
import { useApp } from './app-gate.tsx'

/** Name, encryption and tabs of the app. */
export function AppHeader() {
  const app = useApp()
  const organisationPath = useOrganisationPath()
  return (
    <>
      <PageHeader
        title={app.name}
        crumbs={[{ label: 'Apps', href: organisationPath('/apps') }]}
        description={
          <div className="flex flex-col gap-2">
            {app.description && <p className="break-words">{app.description}</p>}
            <div className="flex flex-wrap items-center gap-3">
              <AppBadges app={app} />
              <IdText id={app.id} what="app id" />
            </div>
          </div>
        }
      />
      <LinkTabs
        label={`Parts of ${app.name}`}
        tabs={[
          { label: 'Home', href: app.path(''), exact: true },
          { label: 'Access', href: app.path('/access') },
          { label: 'Syncing', href: app.path('/syncing') },
          { label: 'Logs', href: app.path('/logs') },
          { label: 'Settings', href: app.path('/settings') },
        ]}
      />
    </>
  )
}
