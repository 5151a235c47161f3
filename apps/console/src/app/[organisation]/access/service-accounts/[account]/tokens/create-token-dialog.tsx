'use client'

import { TriangleAlert } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../../../../components/button.tsx'
import { Dialog } from '../../../../../../components/dialog.tsx'
import { Field } from '../../../../../../components/field.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { Select, TextInput } from '../../../../../../components/inputs.tsx'
import { useOpenings } from '../../../../../../components/use-openings.ts'
import { useAccount } from '../account-context.tsx'
import { type Expiry, expiryChoices, readExpiry, simulatedExpiryChoices } from './expiry.ts'
import { TokenOnce } from './token-once.tsx'
import { useNewToken } from './use-new-token.ts'

interface CreateTokenDialogProps {
  open: boolean
  onClose: () => void
}

/** Makes a token and shows it, once: only this dialog ever holds it, and it stays until it is put away. */
export function CreateTokenDialog({ open, onClose }: CreateTokenDialogProps) {
  const [token, setToken] = useState<string>()
  const openings = useOpenings(open)
  return token === undefined ? (
    <TokenForm key={openings} open={open} onClose={onClose} onMade={setToken} />
  ) : (
    <TokenOnce
      token={token}
      onClose={() => {
        setToken(undefined)
        onClose()
      }}
    />
  )
}

function TokenForm({ open, onClose, onMade }: CreateTokenDialogProps & { onMade: (token: string) => void }) {
  const { name: accountName, simulated } = useAccount()
  const [name, setName] = useState('')
  const [expiry, setExpiry] = useState<Expiry>(simulated ? 'minutes' : 'month')
  const [date, setDate] = useState('')
  const [problems, setProblems] = useState<{ name?: string; date?: string; whole?: string }>({})
  const [making, setMaking] = useState(false)
  const { makeToken, unlockDialog } = useNewToken()
  const formId = useId()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (making) return
    if (name.trim() === '') return setProblems({ name: 'Give the token a name: where it will be used.' })
    const read = readExpiry(expiry, date, Date.now())
    if ('problem' in read) return setProblems({ date: read.problem })
    setProblems({})
    setMaking(true)
    const made = await makeToken(name.trim(), read.expiresInSeconds)
    setMaking(false)
    if (made.ok) onMade(made.token)
    else setProblems({ whole: made.message })
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Create a token for ${accountName}`}
      description="Whoever has the token acts as the account. A workload with an external identity needs none."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" busy={making} busyLabel="Creating …">
            Create token
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void submit(event)} className="flex flex-col gap-4" noValidate>
        <Field label="Name" problem={problems.name} help="Where it will be used: jenkins, laptop of Ada.">
          {(control) => (
            <TextInput {...control} value={name} maxLength={64} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field
          label="Expires"
          help={simulated ? 'Simulated tokens live at most 15 minutes.' : 'Shorter is safer: make a new one when it ends.'}
        >
          {(control) => (
            <Select
              {...control}
              value={expiry}
              choices={simulated ? simulatedExpiryChoices : expiryChoices}
              onChange={(event) => setExpiry(event.target.value as Expiry)}
            />
          )}
        </Field>
        {expiry === 'date' && (
          <Field label="Last day" problem={problems.date}>
            {(control) => <TextInput {...control} type="date" value={date} onChange={(event) => setDate(event.target.value)} />}
          </Field>
        )}
        {expiry === 'never' && (
          <p role="status" className="flex items-start gap-2 rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
            <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" />
            It works until somebody revokes it. Whoever finds it in a year can still use it, and lists will always mark it.
          </p>
        )}
        <FormProblem text={problems.whole} />
      </form>
      {unlockDialog}
    </Dialog>
  )
}
