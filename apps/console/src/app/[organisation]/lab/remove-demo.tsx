'use client'

import { useChange } from '../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx'
import { useToast } from '../../../components/toast.tsx'
import { type LabWholeFragment, RemoveLabDocument } from './operations.generated.ts'

interface RemoveDemoProps {
  open: boolean
  onClose: () => void
  lab: Pick<LabWholeFragment, 'serviceAccount' | 'identities' | 'app' | 'credential'>
}

/** Tells what goes, then removes everything simulated at once. */
export function RemoveDemo({ open, onClose, lab: { serviceAccount, identities, app, credential } }: RemoveDemoProps) {
  const { send, busy } = useChange(RemoveLabDocument)
  const toast = useToast()
  const remove = async () => {
    const outcome = await send({})
    if (!outcome.ok) return
    const { tokens, exchanges } = outcome.payload
    onClose()
    toast.success('The demo data was removed', { detail: `With it went ${tokens ?? 0} tokens and ${exchanges ?? 0} exchanges.` })
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
        <ul className="list-disc pl-5 break-words">
          {serviceAccount && <li>the service account {serviceAccount.name}; its tokens stop working at once</li>}
          {identities.map(({ id, name }) => (
            <li key={id}>the external identity {name}</li>
          ))}
          {app && <li>the app {app.name} with its secrets and syncs</li>}
          {credential && <li>the credentials {credential.name}, and what is in the simulated account of AWS</li>}
          <li>every simulated exchange</li>
        </ul>
      }
    >
      <p>These go for good. Nothing that is real is touched, the audit log stays, and the demo workspace can be loaded anew.</p>
    </ConfirmDialog>
  )
}
