'use client'

import { useQuery } from '@apollo/client/react'
import { useChange } from '../../../apollo/use-change.ts'
import { Button } from '../../../components/button.tsx'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useDialog } from '../../../components/url-state.ts'
import { useCan, useViewer } from '../../../frame/viewer.tsx'
import { DemoWorkspaceDocument, RemoveDemoWorkspaceDocument } from './operations.generated.ts'

/** What the Lab has put into the organisation, and the way to be rid of it. Nothing is shown where the Lab is off. */
export function DemoData() {
  const { server } = useViewer()
  const can = useCan()
  const mayRemove = can('ServiceAccounts', 'delete') && can('ExternalIdentities', 'delete') && can('Apps', 'delete')
  return server.labEnabled && mayRemove ? <Removal /> : null
}

function Removal() {
  const { data } = useQuery(DemoWorkspaceDocument, { errorPolicy: 'all' })
  const removal = useDialog('remove-demo')
  const lab = data?.lab
  if (!lab) return null
  const parts = [
    ...(lab.app ? [`the app ${lab.app.name}, with its secrets`] : []),
    ...(lab.serviceAccount ? [`the service account ${lab.serviceAccount.name}, with its tokens`] : []),
    ...lab.identities.map(({ name }) => `the external identity ${name}`),
  ]
  return (
    <Section title="Demo data">
      {parts.length === 0 ? (
        <p className="text-muted">There is none. The Lab loads it when you ask it to.</p>
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p>The demo workspace of the Lab is loaded. Everything in it is simulated.</p>
          <Button variant="danger" onClick={() => removal.show()}>
            Remove demo data
          </Button>
        </div>
      )}
      <RemoveDialog open={removal.open && parts.length > 0} parts={parts} onClose={removal.close} />
    </Section>
  )
}

function RemoveDialog({ open, parts, onClose }: { open: boolean; parts: readonly string[]; onClose: () => void }) {
  const { send, busy } = useChange(RemoveDemoWorkspaceDocument)
  const toast = useToast()
  const remove = async () => {
    const outcome = await send({})
    if (!outcome.ok) return
    toast.success('The demo data was removed', { detail: `Simulated exchanges removed with it: ${outcome.payload.exchanges ?? 0}.` })
    onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Remove the demo data?"
      confirmLabel="Remove demo data"
      busyLabel="Removing …"
      busy={busy}
      onConfirm={() => void remove()}
      impact={
        <ul className="list-disc pl-5">
          {parts.map((part) => (
            <li key={part}>{part}</li>
          ))}
          <li>every simulated exchange</li>
        </ul>
      }
    >
      <p>Whatever is simulated goes; nothing else is touched, and the audit log stays. The Lab can load it again.</p>
    </ConfirmDialog>
  )
}
