'use client'

import { useChange } from '../../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useAccount } from './account-context.tsx'
import { Impact } from './impact.tsx'
import { DisableServiceAccountDocument } from './operations.generated.ts'

export function DisableDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const account = useAccount()
  const { send, busy } = useChange(DisableServiceAccountDocument)
  const toast = useToast()
  const disable = async () => {
    const outcome = await send({ input: { id: account.id } })
    if (!outcome.ok) return
    toast.success(`${account.name} is disabled`)
    onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Disable ${account.name}?`}
      impact={<Impact account={account} />}
      confirmLabel="Disable"
      busyLabel="Disabling …"
      busy={busy}
      onConfirm={() => void disable()}
    >
      <p>Nothing is deleted: once it is enabled again, tokens that have not expired work as before.</p>
    </ConfirmDialog>
  )
}
