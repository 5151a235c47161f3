'use client'

import { useQuery } from '@apollo/client/react'
import { Button } from '../../../components/button.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useDialog } from '../../../components/url-state.ts'
import { useCan, useViewer } from '../../../frame/viewer.tsx'
import { RemoveDemo } from '../lab/remove-demo.tsx'
import { DemoWorkspaceDocument } from './operations.generated.ts'

/** What the Lab has put into the organisation, and the way to be rid of it. Nothing is shown where the Lab is off. */
export function DemoData() {
  const { server } = useViewer()
  const can = useCan()
  const mayRemove =
    can('ServiceAccounts', 'delete') &&
    can('ExternalIdentities', 'delete') &&
    can('Apps', 'delete') &&
    can('IntegrationCredentials', 'delete')
  return server.labEnabled && mayRemove ? <Removal /> : null
}

function Removal() {
  const { data } = useQuery(DemoWorkspaceDocument, { errorPolicy: 'all' })
  const removal = useDialog('remove-demo')
  const lab = data?.lab
  if (!lab) return null
  const isEmpty = !lab.app && !lab.serviceAccount && lab.identities.length === 0 && !lab.credential
  return (
    <Section title="Demo data">
      {isEmpty ? (
        <p className="text-muted">There is none. The Lab loads it when you ask it to.</p>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p>The demo workspace of the Lab is loaded. Everything in it is simulated.</p>
          <Button variant="danger" onClick={() => removal.show()}>
            Remove demo data
          </Button>
        </div>
      )}
      <RemoveDemo open={removal.open && !isEmpty} lab={lab} onClose={removal.close} />
    </Section>
  )
}
