'use client'

import { useApolloClient } from '@apollo/client/react'
import { type FormEvent, useId, useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button } from '../../../../../components/button.tsx'
import { Dialog } from '../../../../../components/dialog.tsx'
import { Field } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useOpenings } from '../../../../../components/use-openings.ts'
import { useOwnKeys } from '../../../../../keys/unlock/use-own-keys.tsx'
import { RequiredKeyRecipientsDocument } from '../../operations.generated.ts'
import { useApp } from '../app-gate.tsx'
import { CreateEnvironmentDocument, RenameEnvironmentDocument } from './operations.generated.ts'

interface EnvironmentNameDialogProps {
  open: boolean
  onClose: () => void
  /** The one to rename; without it a new one is made. */
  environment?: { id: string; name: string }
}

export const EnvironmentNameDialog = (props: EnvironmentNameDialogProps) => <EnvironmentName key={useOpenings(props.open)} {...props} />

/** New environments of end-to-end apps get their keys here, in the browser. */
function EnvironmentName({ open, onClose, environment }: EnvironmentNameDialogProps) {
  const { id: appId, serverEncryption } = useApp()
  const [typed, setTyped] = useState<string>()
  const name = (typed ?? environment?.name ?? '').trim()
  const [problem, setProblem] = useState<string>()
  const [working, setWorking] = useState(false)
  const creation = useChange(CreateEnvironmentDocument, { quiet: true })
  const renaming = useChange(RenameEnvironmentDocument, { quiet: true })
  const { withKeys, unlockDialog } = useOwnKeys()
  const client = useApolloClient()
  const formId = useId()
  const toast = useToast()

  const makeKeys = () =>
    withKeys(async (vault) => {
      const { data } = await client.query({ query: RequiredKeyRecipientsDocument, fetchPolicy: 'no-cache' })
      return vault.makeEnvironments([name], data?.requiredKeyRecipients ?? [])
    })
  const create = async () => {
    if (serverEncryption) return creation.send({ input: { appId, name } })
    const made = await makeKeys()
    if (!made.ok) return { ok: false as const, message: made.message }
    return creation.send({ input: { appId, name, ...made.result[0] } })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (working) return
    if (name === '') return setProblem('Give the environment a name.')
    setWorking(true)
    const outcome = environment ? await renaming.send({ input: { id: environment.id, name } }) : await create()
    setWorking(false)
    if (!outcome.ok) return setProblem(outcome.message)
    toast.success(environment ? `Renamed to ${name}` : `${name} was created`)
    onClose()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={environment ? `Rename ${environment.name}` : 'New environment'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={working} busyLabel="Saving …">
            {environment ? 'Rename' : 'Create'}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        <Field
          label="Name"
          problem={problem}
          help={environment ? 'Clients that read it by name have to use the new one.' : 'Where it runs, or for whom: Production, Preview.'}
        >
          {(control) => (
            <TextInput
              {...control}
              value={typed ?? environment?.name ?? ''}
              maxLength={64}
              autoComplete="off"
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      </form>
      {unlockDialog}
    </Dialog>
  )
}
