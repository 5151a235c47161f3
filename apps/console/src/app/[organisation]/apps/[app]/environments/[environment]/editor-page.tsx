'use client'

import dynamic from 'next/dynamic'
import { LinkTabs } from '../../../../../../components/link-tabs.tsx'
import { PageHeader } from '../../../../../../components/page-header.tsx'
import { TableSkeleton } from '../../../../../../components/skeleton.tsx'
import { NoPermission } from '../../../../../../components/states.tsx'
import { useCanInApps, useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { folderAddress } from '../../folder-address.ts'
import { useEditor } from './editor-context.tsx'
import { FolderSyncs } from './syncs/folder-syncs.tsx'

// Names of secrets are asked for and shown in the browser alone, and so is everything that works on them.
const SecretsEditor = dynamic(() => import('./secrets-editor.tsx').then((file) => file.SecretsEditor), {
  ssr: false,
  loading: () => <TableSkeleton />,
})

/** The secrets of one folder of an environment. */
export function EditorPage({ folder }: { folder: string }) {
  const app = useApp()
  const { environment } = useEditor()
  const organisationPath = useOrganisationPath()
  const mayRead = useCanInApps()('Secrets', 'read')
  const here = app.path(`/environments/${environment.id}`)
  const names = folder.split('/').filter(Boolean)
  const above = names.map((_, index) => `/${names.slice(0, index).join('/')}`)
  return (
    <>
      <PageHeader
        title={names.at(-1) ?? environment.name}
        crumbs={[
          { label: 'Apps', href: organisationPath('/apps') },
          { label: app.name, href: app.path('') },
          ...above.map((path, index) => ({ label: names[index - 1] ?? environment.name, href: folderAddress(here, path) })),
        ]}
        description={<FolderSyncs folder={folder} />}
      />
      <LinkTabs
        label={`Environments of ${app.name}`}
        tabs={app.environments.map(({ id, name }) => ({ label: name, href: app.path(`/environments/${id}`) }))}
      />
      {mayRead ? <SecretsEditor folder={folder} /> : <NoPermission what="secrets" permission="Secrets: read (in apps)" />}
    </>
  )
}
