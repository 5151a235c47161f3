'use client'

import { useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { CheckField } from '../../../../../../components/check-field.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { Field } from '../../../../../../components/field.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { Select } from '../../../../../../components/inputs.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../../components/use-openings.ts'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import type { AccountWithAccess } from './holders.ts'
import { useSaveAccess } from './use-save-access.ts'

interface AccountAccessDialogProps {
  open: boolean
  /** Null to choose one. */
  accountId: string | null
  accounts: readonly AccountWithAccess[]
  onClose: () => void
}

export const AccountAccessDialog = (props: AccountAccessDialogProps) => <AccountAccess key={useOpenings(props.open)} {...props} />

function AccountAccess({ open, accountId, accounts, onClose }: AccountAccessDialogProps) {
  const { environments, simulated } = useApp()
  const canInApps = useCanInApps()
  const fitting = accounts.filter((account) => account.simulated === simulated)
  const [picked, setPicked] = useState<string>()
  const account = accounts.find(({ id }) => id === (accountId ?? picked ?? fitting[0]?.id))
  const held = account?.access.map(({ environmentId }) => environmentId) ?? []
  const [wanted, setWanted] = useState<readonly string[]>()
  const chosen = wanted ?? held
  const [problem, setProblem] = useState<string>()
  const { save, saving, unlockDialog } = useSaveAccess()
  const toast = useToast()
  const submit = async () => {
    if (!account || saving) return
    const outcome = await save(account.id, { held, chosen })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`Access of ${account.name} was changed`)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={accountId && account ? `Access of ${account.name}` : 'Give a service account access'}
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
        {accountId === null && (
          <Field label="Service account" help={fitting.length === 0 ? 'Create one under Access Control first.' : undefined}>
            {(control) => (
              <Select
                {...control}
                value={account?.id ?? ''}
                choices={fitting.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => {
                  setPicked(event.target.value)
                  setWanted(undefined)
                }}
              />
            )}
          </Field>
        )}
        <fieldset className="flex flex-col gap-1">
          <legend className="font-medium">Environments</legend>
          {environments.map(({ id, name }) => (
            <CheckField
              key={id}
              label={name}
              checked={chosen.includes(id)}
              disabled={!canInApps('ServiceAccounts', held.includes(id) ? 'delete' : 'create')}
              onChange={(checked) => setWanted(checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
            />
          ))}
        </fieldset>
        <FormProblem text={problem} />
      </div>
      {unlockDialog}
    </Dialog>
  )
}
