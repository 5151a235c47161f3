'use client'

import { useQuery } from '@apollo/client/react'
import { useState } from 'react'
import { problemOf } from '../../../../../../apollo/problem.ts'
import { Button } from '../../../../../../components/button.tsx'
import { CheckField } from '../../../../../../components/check-field.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { Skeleton } from '../../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../../components/states.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../../components/use-openings.ts'
import { useCanInApps } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { ChooseAccount } from './choose-account.tsx'
import { AccountPlacesDocument } from './operations.generated.ts'
import { useSaveAccess } from './use-save-access.ts'

interface AccountAccessDialogProps {
  open: boolean
  /** Null to choose one. */
  accountId: string | null
  onClose: () => void
}

export const AccountAccessDialog = (props: AccountAccessDialogProps) => <AccountAccess key={useOpenings(props.open)} {...props} />

function AccountAccess({ open, accountId, onClose }: AccountAccessDialogProps) {
  const { id: appId } = useApp()
  const [picked, setPicked] = useState<string | null>(null)
  const [wanted, setWanted] = useState<readonly string[]>()
  const [problem, setProblem] = useState<string>()
  const { save, saving, unlockDialog } = useSaveAccess()
  const toast = useToast()
  const id = accountId ?? picked
  const places = useQuery(AccountPlacesDocument, {
    variables: { id: id ?? '', appId },
    skip: !open || id === null,
    fetchPolicy: 'network-only',
  })
  const account = places.data?.serviceAccount
  const held = account?.access?.edges.map(({ node }) => node.environmentId)
  const submit = async () => {
    if (id === null) return setProblem('Choose a service account.')
    if (!account || !held || saving) return
    if (!wanted) return accountId ? onClose() : setProblem('Choose at least one environment.')
    const outcome = await save(account.id, { held, chosen: wanted })
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(`Access of ${account.name} was changed`)
    onClose()
  }
  const choose = (chosen: string) => {
    setPicked(chosen)
    setWanted(undefined)
    setProblem(undefined)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={accountId ? `Access of ${account?.name ?? '…'}` : 'Give a service account access'}
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
        {accountId === null && <ChooseAccount chosen={picked} onChoose={choose} />}
        {places.error && <ErrorState problem={problemOf(places.error)} onRetry={() => void places.refetch()} />}
        {id !== null && !held && !places.error && <Skeleton className="h-24" />}
        {held && <Environments held={held} chosen={wanted ?? held} onChange={setWanted} />}
        <FormProblem text={problem} />
      </div>
      {unlockDialog}
    </Dialog>
  )
}

interface EnvironmentsProps {
  held: readonly string[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

function Environments({ held, chosen, onChange }: EnvironmentsProps) {
  const { environments } = useApp()
  const canInApps = useCanInApps()
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">Environments</legend>
      {environments.map(({ id, name }) => (
        <CheckField
          key={id}
          label={name}
          checked={chosen.includes(id)}
          disabled={!canInApps('ServiceAccounts', held.includes(id) ? 'delete' : 'create')}
          onChange={(checked) => onChange(checked ? [...chosen, id] : chosen.filter((other) => other !== id))}
        />
      ))}
    </fieldset>
  )
}
