'use client'

import { type FormEvent, useState } from 'react'
import { FormProblem } from '../../../components/form-problem.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { deriveAuthHash } from '../../../keys/derive.ts'
import { postJson } from '../../../keys/post.ts'

export function LoginForm({ goTo }: { goTo: string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const fields = new FormData(event.currentTarget)
    const email = String(fields.get('email'))
    setBusy(true)
    setProblem(undefined)
    const failure = await signIn(email, String(fields.get('password')))
    if (failure === undefined) return window.location.assign(goTo)
    setProblem(failure)
    setBusy(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={busy} className="flex flex-col gap-4">
      <TextField label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" maxLength={1024} />
      <FormProblem text={problem} />
      <SubmitButton busy={busy} label="Sign in" busyLabel="Signing in …" />
    </form>
  )
}

/** What went wrong, or undefined. */
async function signIn(email: string, password: string): Promise<string | undefined> {
  try {
    const answer = await postJson('/api/auth/sign-in', { email, authHash: await deriveAuthHash(email, password) })
    return answer.ok ? undefined : answer.problem
  } catch (error) {
    return error instanceof Error ? error.message : 'The keys could not be derived.'
  }
}
