'use client'

import { useChange } from '../../../../../../apollo/use-change.ts'
import { ConfirmDialog } from '../../../../../../components/confirm-dialog.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { ChangeList } from '../../form/change-list.tsx'
import type { FieldChange } from '../../form/draft.ts'
import { ChangePreview } from '../../replay/change-preview.tsx'
import { type IdentityVersionFragment, RestoreIdentityVersionDocument } from './operations.generated.ts'

interface RestoreDialogProps {
  open: boolean
  onClose: () => void
  identity: { id: string; name: string; version: number }
  version: IdentityVersionFragment | undefined
  /** What becomes of the identity; undefined where what it is now is on another page. */
  changes: FieldChange[] | undefined
}

export function RestoreDialog({ open, onClose, identity, version, changes }: RestoreDialogProps) {
  const { send, busy } = useChange(RestoreIdentityVersionDocument)
  const toast = useToast()
  const mayReplay = useCan()('Logs', 'read')
  const restore = async () => {
    if (!version) return
    const outcome = await send({ input: { id: identity.id, version: version.version, expectedVersion: identity.version } })
    if (!outcome.ok) return
    toast.success(`${identity.name} is what it was at version ${version.version}`)
    onClose()
  }
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Restore version ${version?.version ?? ''} of ${identity.name}?`}
      confirmLabel="Restore"
      busyLabel="Restoring …"
      busy={busy}
      onConfirm={() => void restore()}
      impact={
        changes === undefined ? (
          <p>Name, configuration and lifetimes become what they were then.</p>
        ) : changes.length === 0 ? (
          <p>Nothing changes: it is the same now.</p>
        ) : (
          <div className="flex flex-col gap-4">
            <ChangeList changes={changes} />
            {open && version && mayReplay && <ChangePreview input={{ identityId: identity.id, version: version.version }} />}
          </div>
        )
      }
    >
      <p>
        Whether it is enabled, and whether it only reports, stays as it is. Live tokens of workloads that it then no longer trusts are
        revoked.
      </p>
    </ConfirmDialog>
  )
}
