'use client'

import dynamic from 'next/dynamic'
import { PageHeader } from '../../../../../../components/page-header.tsx'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { EmptyState, NoPermission } from '../../../../../../components/states.tsx'
import { useCanInApps, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { DestinationName } from '../../../../integrations/syncs/destinations.tsx'
import { EncryptionGate } from '../../(tabs)/syncing/encryption-gate.tsx'
import { useApp } from '../../app-gate.tsx'

// Credentials and secrets of the cloud are asked for in the browser.
const Wizard = dynamic(() => import('./wizard.tsx').then((file) => file.Wizard), { ssr: false, loading: () => <TableSkeleton /> })

export function NewSyncPage() {
  const app = useApp()
  const organisationPath = useOrganisationPath()
  const mayCreate = useCanInApps()('Integrations', 'create')
  return (
    <>
      <PageHeader
        title="Create a Sync"
        crumbs={[
          { label: 'Apps', href: organisationPath('/apps') },
          { label: app.name, href: app.path('') },
          { label: 'Syncing', href: app.path('/syncing') },
        ]}
        description={<DestinationName id="AWS_SECRETS_MANAGER" />}
      />
      {content()}
    </>
  )

  function content() {
    if (!mayCreate) return <NoPermission what="the making of syncs" permission="Integrations: create (in apps)" />
    if (!app.serverEncryption) return <EncryptionGate />
    if (app.environments.length === 0)
      return (
        <EmptyState icon={null} title="There is no environment to sync">
          <p>You hold no environment of this app. Create one, or ask somebody who holds one.</p>
        </EmptyState>
      )
    return <Wizard />
  }
}
