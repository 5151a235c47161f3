'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import { type UserError, useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { Field } from '../../../../components/field.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { Select, TextInput } from '../../../../components/inputs.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { useOpenings } from '../../../../components/use-openings.ts'
import { useOrganisationPath } from '../../../../frame/viewer.tsx'
import type { Handler } from '../../../../keys/shapes.ts'
import { useOwnKeys } from '../../../../keys/unlock/use-own-keys.tsx'
import { HandlerChoice, KeyChoice, type KeyManagement } from './key-choice.tsx'
import { CreateServiceAccountDocument, type CreateServiceAccountInput } from './operations.generated.ts'

interface CreateAccountDialogProps {
  open: boolean
  onClose: () => void
  roles: readonly { id: string; name: string; managed: string | null }[]
}

interface Problems {
  name?: string
  role?: string
  whole?: string
}

export const CreateAccountDialog = (props: CreateAccountDialogProps) => <CreateAccount key={useOpenings(props.open)} {...props} />

function CreateAccount({ open, onClose, roles }: CreateAccountDialogProps) {
  const [name, setName] = useState('')
  const [chosenRole, setChosenRole] = useState<string>()
  const [keyManagement, setKeyManagement] = useState<KeyManagement>('SERVER')
  const [others, setOthers] = useState<Handler[]>([])
  const [problems, setProblems] = useState<Problems>({})
  const [making, setMaking] = useState(false)
  const { send } = useChange(CreateServiceAccountDocument, { quiet: true })
  const { withKeys, unlockDialog } = useOwnKeys()
  const formId = useId()
  const router = useRouter()
  const path = useOrganisationPath()
  const toast = useToast()
  const roleId = chosenRole ?? roles.find(({ managed }) => managed === 'SERVICE')?.id ?? roles[0]?.id

  const create = async (input: CreateServiceAccountInput) => {
    const outcome = await send({ input })
    if (!outcome.ok) return setProblems(problemsOf(outcome.userErrors, outcome.message))
    const account = outcome.payload.serviceAccount
    if (!account) return
    toast.success(`${account.name} was created`)
    router.push(path(`/access/service-accounts/${account.id}`))
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (making) return
    if (name.trim() === '') return setProblems({ name: 'Give the account a name.' })
    if (roleId === undefined) return setProblems({ role: 'Choose a role.' })
    setProblems({})
    setMaking(true)
    const input = { name: name.trim(), roleId, keyManagement }
    if (keyManagement === 'SERVER') await create(input)
    else {
      const made = await withKeys((vault, owner) => vault.makeAccount([owner, ...others]))
      if (made.ok) await create({ ...input, clientKeys: made.result })
      else setProblems({ whole: made.message })
    }
    setMaking(false)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Create Service Account"
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
        <Field label="Name" problem={problems.name} help="What the workload does, or where it runs: ci-deployer, billing-worker.">
          {(control) => (
            <TextInput {...control} value={name} maxLength={64} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label="Role" problem={problems.role} help="What the account may do in the organisation and inside the apps it reads.">
          {(control) => (
            <Select
              {...control}
              value={roleId ?? ''}
              choices={roles.map((role) => ({ value: role.id, label: role.name }))}
              onChange={(event) => setChosenRole(event.target.value)}
            />
          )}
        </Field>
        <KeyChoice value={keyManagement} onChange={setKeyManagement} />
        {keyManagement === 'CLIENT' && <HandlerChoice chosen={others} onChange={setOthers} />}
        <FormProblem text={problems.whole} />
      </form>
      {unlockDialog}
    </Dialog>
  )
}

function problemsOf(userErrors: readonly UserError[], message: string): Problems {
  const about = (field: string) => userErrors.find((error) => error.field?.at(-1) === field)?.message
  const problems = { name: about('name'), role: about('roleId') }
  return problems.name || problems.role ? problems : { whole: message }
}
