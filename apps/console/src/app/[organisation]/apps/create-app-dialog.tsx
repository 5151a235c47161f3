'use client'

import { useApolloClient } from '@apollo/client/react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { type UserError, useChange } from '../../../apollo/use-change.ts'
import { Button } from '../../../components/button.tsx'
import { ChipList } from '../../../components/chip-list.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { Field } from '../../../components/field.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { TextInput } from '../../../components/inputs.tsx'
import { useToast } from '../../../components/toast.tsx'
import { useOpenings } from '../../../components/use-openings.ts'
import { useOrganisationPath } from '../../../frame/viewer.tsx'
import { useOwnKeys } from '../../../keys/unlock/use-own-keys.tsx'
import { type Encryption, EncryptionChoice } from './encryption-choice.tsx'
import { CreateAppDocument, type CreateAppInput, RequiredKeyRecipientsDocument } from './operations.generated.ts'

interface CreateAppDialogProps {
  open: boolean
  onClose: () => void
}

interface Problems {
  name?: string
  description?: string
  environments?: string
  whole?: string
}

export const CreateAppDialog = (props: CreateAppDialogProps) => <CreateApp key={useOpenings(props.open)} {...props} />

function CreateApp({ open, onClose }: CreateAppDialogProps) {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [environments, setEnvironments] = useState(['Development', 'Staging', 'Production'])
  const [encryption, setEncryption] = useState<Encryption>('server')
  const [problems, setProblems] = useState<Problems>({})
  const [making, setMaking] = useState(false)
  const { send } = useChange(CreateAppDocument, { quiet: true })
  const { withKeys, unlockDialog } = useOwnKeys()
  const client = useApolloClient()
  const formId = useId()
  const router = useRouter()
  const path = useOrganisationPath()
  const toast = useToast()

  const create = async (input: CreateAppInput) => {
    const outcome = await send({ input })
    if (!outcome.ok) return setProblems(problemsOf(outcome.userErrors, outcome.message))
    const { app } = outcome.payload
    if (!app) return
    toast.success(`${app.name} was created`)
    router.push(path(`/apps/${app.id}`))
  }
  const makeKeys = () =>
    withKeys(async (vault) => {
      const { data } = await client.query({ query: RequiredKeyRecipientsDocument, fetchPolicy: 'no-cache' })
      return vault.makeEnvironments(environments, data?.requiredKeyRecipients ?? [])
    })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (making) return
    if (name.trim() === '') return setProblems({ name: 'Give the app a name.' })
    if (environments.length === 0) return setProblems({ environments: 'Name at least one environment.' })
    setProblems({})
    setMaking(true)
    const input = { name: name.trim(), description: description.trim() }
    if (encryption === 'server') await create({ ...input, environments: environments.map((environment) => ({ name: environment })) })
    else {
      const made = await makeKeys()
      if (made.ok) await create({ ...input, serverEncryption: false, environments: made.result })
      else setProblems({ whole: made.message })
    }
    setMaking(false)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Create app"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={making} busyLabel="Creating …">
            Create
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        <Field label="Name" problem={problems.name} help="What you deploy: shop, billing-worker.">
          {(control) => (
            <TextInput {...control} value={name} maxLength={64} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="Description" optional problem={problems.description}>
          {(control) => (
            <TextInput
              {...control}
              value={description}
              maxLength={1000}
              autoComplete="off"
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <Field label="Environments" problem={problems.environments} help="Enter or a comma adds one. More can be added later.">
          {(control) => <ChipList control={control} what="environment" values={environments} onChange={setEnvironments} />}
        </Field>
        <EncryptionChoice value={encryption} onChange={setEncryption} />
        <FormProblem text={problems.whole} />
      </form>
      {unlockDialog}
    </Dialog>
  )
}

function problemsOf(userErrors: readonly UserError[], message: string): Problems {
  const about = (field: string) => userErrors.find((error) => error.field?.[0] === field)?.message
  const problems = { name: about('name'), description: about('description'), environments: about('environments') }
  return Object.values(problems).some(Boolean) ? problems : { whole: message }
}
