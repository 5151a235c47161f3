'use client'

import { type FormEvent, useEffect, useState } from 'react'
import { FormProblem } from '../../../components/form-problem.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { makeAccountKeys } from '../../../keys/derive.ts'
import { postJson } from '../../../keys/post.ts'

const missingCode = 'This page needs the set-up link that the server printed when it started. A restart prints a new one.'

export function SetupForm() {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()

  useEffect(() => {
    const fragment = window.location.hash.slice(1)
    if (fragment === '') return setProblem(missingCode)
    setCode(fragment)
    // Out of the address bar and the history, before anybody looks over a shoulder.
    window.history.replaceState(null, '', window.location.pathname)
  }, [])

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(undefined)
    const failure = code === '' ? missingCode : await setUp(code, fields)
    if (failure === undefined) return window.location.assign('/')
    setProblem(failure)
    setBusy(false)
  }

  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={busy} className="flex flex-col gap-4">
      <TextField label="Organisation" name="organisationName" autoComplete="organization" maxLength={64} />
      <TextField label="Your name" name="fullName" autoComplete="name" maxLength={100} />
      <TextField label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        maxLength={1024}
        help="At least 12 characters. Nobody can reset it for you: it seals your keys."
      />
      <FormProblem text={problem} />
      <SubmitButton busy={busy} label="Create the organisation" busyLabel="Making your keys …" />
    </form>
  )
}

/** What went wrong, or undefined. */
async function setUp(code: string, fields: FormData): Promise<string | undefined> {
  const email = String(fields.get('email'))
  try {
    const keys = await makeAccountKeys(email, String(fields.get('password')))
    const owner = { code, email, fullName: fields.get('fullName'), organisationName: fields.get('organisationName') }
    const answer = await postJson('/api/auth/setup', { ...owner, ...keys })
    return answer.ok ? undefined : answer.problem
  } catch (error) {
    return error instanceof Error ? error.message : 'The keys could not be made.'
  }
}
