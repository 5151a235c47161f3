'use client'

import { TriangleAlert } from 'lucide-react'
import { type FormEvent, useId, useState } from 'react'
import { Button } from '../../../../components/button.tsx'
import { CheckField } from '../../../../components/check-field.tsx'
import { CodeBlock } from '../../../../components/copy.tsx'
import { Dialog } from '../../../../components/dialog.tsx'
import { Field } from '../../../../components/field.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { Select, TextInput } from '../../../../components/inputs.tsx'
import { TextField } from '../../../../components/text-field.tsx'
import { UnlockKeys } from '../../../../frame/unlock-keys.tsx'
import { type Lifetime, lifetimes, secondsOf } from './token-lifetime.ts'
import { useCreateToken } from './use-create-token.ts'

/** Makes a token for the viewer and shows it once. */
export function CreateTokenDialog({ onClose }: { onClose: () => void }) {
  const [token, setToken] = useState<string>()
  return token === undefined ? <AskDialog onClose={onClose} onMade={setToken} /> : <ShowOnce token={token} onClose={onClose} />
}

function AskDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const form = useId()
  const { create, busy } = useCreateToken()
  const [name, setName] = useState('')
  const [lifetime, setLifetime] = useState<Lifetime>('30')
  const [date, setDate] = useState('')
  const [withKeys, setWithKeys] = useState(false)
  const [problems, setProblems] = useState<{ name?: string; date?: string; whole?: string }>({})
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '') return setProblems({ name: 'Give the token a name, so that you know it later.' })
    const expiresInSeconds = secondsOf(lifetime, date, Date.now())
    if (typeof expiresInSeconds === 'object' && expiresInSeconds !== null) return setProblems({ date: expiresInSeconds.problem })
    const outcome = await create({ name, expiresInSeconds, withKeys })
    if (outcome.ok) onMade(outcome.token)
    else setProblems({ whole: outcome.problem })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title="Create a personal access token"
      description="It does what your role allows, as you."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy} busyLabel="Creating …">
            Create token
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          maxLength={64}
          value={name}
          problem={problems.name}
          help="Where it is used, for example: laptop, nightly report."
          onChange={(event) => setName(event.target.value)}
        />
        <Field label="Expires after">
          {(control) => (
            <Select {...control} value={lifetime} choices={lifetimes} onChange={(event) => setLifetime(event.target.value as Lifetime)} />
          )}
        </Field>
        {lifetime === 'date' && (
          <Field label="Last day" problem={problems.date}>
            {(control) => <TextInput {...control} type="date" value={date} onChange={(event) => setDate(event.target.value)} />}
          </Field>
        )}
        {lifetime === 'never' && (
          <p className="flex items-start gap-2 text-warning">
            <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0" /> A token that never expires works until somebody revokes it.
            It is marked in the list for as long as it lives.
          </p>
        )}
        <CheckField
          label="Also open end-to-end encrypted apps"
          checked={withKeys}
          onChange={setWithKeys}
          help={
            withKeys
              ? 'The token carries a share of your keys, which is made in this browser: it reads whatever you can read.'
              : 'Without it the token manages everything that you may, and reads secrets of apps with server-side encryption only.'
          }
        />
        {withKeys && <UnlockKeys why="The share is made from your own keys, so they have to be open." />}
        <FormProblem text={problems.whole} />
      </form>
    </Dialog>
  )
}

function ShowOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const [stored, setStored] = useState(false)
  const [problem, setProblem] = useState<string>()
  const done = () => (stored ? onClose() : setProblem('Store the token first, then tick the box. It is not shown again.'))
  return (
    <Dialog
      open
      onClose={done}
      title="Your new token"
      footer={
        <Button variant="primary" onClick={done}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <p>It is shown only now. Keep it in a password manager or a secret store, and in no file that others read.</p>
        <CodeBlock code={token} label="Personal access token" />
        <CheckField label="I have stored it" checked={stored} onChange={setStored} />
        <FormProblem text={stored ? undefined : problem} />
      </div>
    </Dialog>
  )
}
