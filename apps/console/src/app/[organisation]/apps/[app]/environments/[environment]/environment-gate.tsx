'use client'

import type { ReactNode } from 'react'
import { PageHeader } from '../../../../../../components/page-header.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { EditorProvider } from './editor-context.tsx'

/** Whoever does not hold the environment is told no more than that it is not there. */
export function EnvironmentGate({ id, children }: { id: string; children: ReactNode }) {
  const app = useApp()
  const organisationPath = useOrganisationPath()
  const environment = app.environments.find((one) => one.id === id)
  if (environment)
    return (
      <EditorProvider key={id} environment={environment}>
        {children}
      </EditorProvider>
    )
  return (
    <>
      <PageHeader
        title="Environment"
        crumbs={[
          { label: 'Apps', href: organisationPath('/apps') },
          { label: app.name, href: app.path('') },
        ]}
      />
      <ErrorState problem={{ code: 'not_found', message: 'There is no such environment, or you do not hold its key.' }} />
    </>
  )
}
