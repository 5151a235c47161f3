'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FormProblem } from '../../components/form-problem.tsx'
import { SubmitButton } from '../../components/submit-button.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useViewer } from '../../frame/viewer.tsx'

interface UnlockDialogProps {
  open: boolean
  unlock: (password: string) => Promise<void>
  onDone: (unlocked: boolean) => void
}

/** Asks for the password of the account, which stays in the browser: it opens the member's keys there. */
export function UnlockDialog({ open, unlock, onDone }: UnlockDialogProps) {
  const { email } = useViewer()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // React hands events of nested dialogs to the forms around them, too.
    event.stopPropagation()
    if (busy) return
    const password = String(new FormData(event.currentTarget).get('password'))
    setBusy(true)
    setProblem(undefined)
    try {
      await unlock(password)
      onDone(true)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'The keys could not be opened.')
    }
    setBusy(false)
  }
  return (
    <Dialog
      open={open}
      onClose={() => {
        setProblem(undefined)
        onDone(false)
      }}
      title="Unlock your keys"
      description="They are opened in this browser and forgotten after a quarter of an hour without work. The password is not sent."
    >
      <form onSubmit={(event) => void submit(event)} aria-busy={busy} className="flex flex-col gap-4">
        <input type="text" name="username" autoComplete="username" value={email ?? ''} readOnly hidden />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" maxLength={1024} />
        <FormProblem text={problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onDone(false)}>Cancel</Button>
          <SubmitButton busy={busy} label="Unlock" busyLabel="Unlocking …" />
        </div>
      </form>
    </Dialog>
  )
}
