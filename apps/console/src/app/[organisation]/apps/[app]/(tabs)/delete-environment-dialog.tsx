'use client'

import { useChange } from '../../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import type { AppEnvironmentFragment } from '../operations.generated.ts'
import { DeleteEnvironmentDocument } from './operations.generated.ts'

interface DeleteEnvironmentDialogProps {
  environment: AppEnvironmentFragment | undefined
  onClose: () => void
}

export function DeleteEnvironmentDialog({ environment, onClose }: DeleteEnvironmentDialogProps) {
  const { send, busy } = useChange(DeleteEnvironmentDocument)
  const toast = useToast()
  const remove = async ({ id, name }: AppEnvironmentFragment) => {
    const outcome = await send({ input: { id } })
    if (!outcome.ok) return
    toast.success(`${name} was deleted`)
    onClose()
  }
  return (
    <ConfirmDialog
      open={environment !== undefined}
      onClose={onClose}
      title={`Delete ${environment?.name ?? ''}?`}
      typeToConfirm={environment?.name}
      confirmLabel="Delete environment"
      busyLabel="Deleting …"
      busy={busy}
      onConfirm={() => environment && void remove(environment)}
    >
      <p>
        Its {environment?.secretCount ?? ''} secrets and everybody&apos;s access to them are gone at once: workloads that read it are
        refused from their next request on. This cannot be undone.
      </p>
    </ConfirmDialog>
  )
}
