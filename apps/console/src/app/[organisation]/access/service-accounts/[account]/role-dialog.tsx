'use client'

import { useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { Field } from '../../../../../components/field.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { Select } from '../../../../../components/inputs.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../components/use-openings.ts'
import { useAccountChoices } from '../choices.ts'
import { useAccount } from './account-context.tsx'
import { UpdateServiceAccountDocument } from './operations.generated.ts'

interface RoleDialogProps {
  open: boolean
  onClose: () => void
}

export const RoleDialog = (props: RoleDialogProps) => <ChangeRole key={useOpenings(props.open)} {...props} />

function ChangeRole({ open, onClose }: RoleDialogProps) {
  const { id, name, role } = useAccount()
  const { roles } = useAccountChoices()
  const [chosen, setChosen] = useState(role?.id ?? '')
  const [problem, setProblem] = useState<string>()
  const { send, busy } = useChange(UpdateServiceAccountDocument, { quiet: true })
  const toast = useToast()
  const save = async () => {
    const outcome = await send({ input: { id, roleId: chosen } })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`${name} has the role ${outcome.payload.serviceAccount?.role?.name ?? 'that you chose'}`)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Change the role of ${name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={busy} busyLabel="Saving …" onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label="Role" help="It counts from the next request on. You can give no right that you do not have.">
          {(control) => (
            <Select
              {...control}
              value={chosen}
              choices={roles.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(event) => setChosen(event.target.value)}
            />
          )}
        </Field>
        <FormProblem text={problem} />
      </div>
    </Dialog>
  )
}
