'use client'

import { useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../../components/use-openings.ts'
import { useAccount } from '../account-context.tsx'
import { AppsToGrant } from './apps-to-grant.tsx'
import { useSaveAccess, type WantedAccess } from './use-save-access.ts'

interface GrantDialogProps {
  open: boolean
  onClose: () => void
}

export const GrantDialog = (props: GrantDialogProps) => <Grant key={useOpenings(props.open)} {...props} />

function Grant({ open, onClose }: GrantDialogProps) {
  const { id, name } = useAccount()
  const [wanted, setWanted] = useState<readonly WantedAccess[]>([])
  const [problem, setProblem] = useState<string>()
  const [saving, setSaving] = useState(false)
  const { save, unlockDialog } = useSaveAccess(id)
  const toast = useToast()
  const submit = async () => {
    if (wanted.length === 0) return onClose()
    setSaving(true)
    setProblem(undefined)
    const saved = await save(wanted)
    setSaving(false)
    if (!saved.ok) return setProblem(saved.message)
    toast.success(`What ${name} reads was saved`)
    onClose()
  }
  const wraps = wanted.some(({ granted, serverEncryption }) => granted && !serverEncryption)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      kind="wide"
      title={`What ${name} reads`}
      description="Only apps and environments that you read yourself are listed."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={saving} busyLabel="Saving …" onClick={() => void submit()}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <AppsToGrant wanted={wanted} onChange={setWanted} />
        <div role="status" className="flex flex-col gap-1 text-sm">
          {wanted.length > 0 && (
            <p>
              {wanted.length} {wanted.length === 1 ? 'change' : 'changes'}:{' '}
              <span className="font-medium break-words">
                {wanted.map(({ label, granted }) => `${granted ? '+' : '−'} ${label}`).join(', ')}
              </span>
            </p>
          )}
          {wraps && <p className="text-muted">Your own keys wrap those of the end-to-end apps. You may be asked for your password.</p>}
        </div>
        <FormProblem text={problem} />
      </div>
      {unlockDialog}
    </Dialog>
  )
}
