'use client'

import { useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { DeleteRoleDocument } from './operations.generated.ts'

interface DeleteRoleDialogProps {
  /** Undefined: closed. */
  role: { id: string; name: string; memberCount: number | null; serviceAccountCount: number | null } | undefined
  onClose: () => void
  onDeleted: () => void
}

const counted = (count: number | null, what: string) => `${count ?? 'an unknown number of'} ${what}`

export function DeleteRoleDialog({ role, onClose, onDeleted }: DeleteRoleDialogProps) {
  const { send, busy } = useChange(DeleteRoleDocument, { quiet: true })
  const toast = useToast()
  const [problem, setProblem] = useState<string>()
  const close = () => {
    setProblem(undefined)
    onClose()
  }
  const remove = async (id: string, name: string) => {
    const outcome = await send({ input: { id } })
    if (!outcome.ok) return setProblem(outcome.message)
    setProblem(undefined)
    toast.success(`The role ${name} was deleted`)
    onDeleted()
  }
  const inUse = (role?.memberCount ?? 0) + (role?.serviceAccountCount ?? 0) > 0
  return (
    <ConfirmDialog
      open={role !== undefined}
      onClose={close}
      title={`Delete the role ${role?.name ?? ''}?`}
      typeToConfirm={role?.name}
      confirmLabel="Delete role"
      busyLabel="Deleting …"
      busy={busy}
      problem={problem}
      onConfirm={() => role && void remove(role.id, role.name)}
    >
      {role && (
        <p>
          It is held by {counted(role.memberCount, 'members')} and {counted(role.serviceAccountCount, 'service accounts')}.{' '}
          {inUse ? 'A role in use cannot be deleted: give them another one first.' : 'This cannot be undone.'}
        </p>
      )}
    </ConfirmDialog>
  )
}
