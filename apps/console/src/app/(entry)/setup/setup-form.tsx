'use client'

import { Check } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { CheckField } from '../../../components/check-field.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { NewPasswordField } from '../../../components/new-password-field.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { RecoveryCode } from '../recovery-code.tsx'
import { useFragmentCode } from '../use-fragment-code.ts'
import { type Made, type NewOwner, setUp } from './set-up.ts'

const missingCode = 'This page needs the set-up link that the server printed when it started. A restart prints a new one.'

/** Makes the first owner. The code of the link leaves the address bar at once. */
export function SetupForm({ labEnabled }: { labEnabled: boolean }) {
  const code = useFragmentCode()
  const [owner, setOwner] = useState<NewOwner>({ fullName: '', email: '', password: '', organisationName: '', withDemo: labEnabled })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [made, setMade] = useState<Made>()
  const change = (part: Partial<NewOwner>) => setOwner((before) => ({ ...before, ...part }))

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    if (!code) return setProblem(missingCode)
    setBusy(true)
    setProblem(undefined)
    const outcome = await setUp(code, owner)
    setBusy(false)
    if (outcome.ok) setMade(outcome)
    else setProblem(outcome.problem)
  }

  if (made) return <RecoveryCode code={made.recoveryCode} email={owner.email} notice={made.notice} />
  return (
    <div className="grid gap-10 md:grid-cols-[minmax(0,1fr)_18rem]">
      <form onSubmit={(event) => void submit(event)} aria-busy={busy} className="flex flex-col gap-4">
        <div>
          <h1>Create the owner account</h1>
          <p className="mt-1 text-muted">Your keys are made in this browser and sealed with your password.</p>
        </div>
        <Text label="Full name" name="fullName" autoComplete="name" maxLength={100} owner={owner} change={change} />
        <Text label="E-mail" name="email" type="email" autoComplete="username" maxLength={254} owner={owner} change={change} />
        <NewPasswordField
          value={owner.password}
          onChange={(password) => change({ password })}
          knownWords={[owner.fullName, owner.email, owner.organisationName]}
        />
        <Text label="Organisation" name="organisationName" autoComplete="organization" maxLength={64} owner={owner} change={change} />
        {labEnabled && (
          <CheckField
            label="Load a demo workspace (can be removed)"
            help="Simulated platforms and an app to try logins with, without any cloud account."
            checked={owner.withDemo}
            onChange={(withDemo) => change({ withDemo })}
          />
        )}
        <FormProblem text={problem ?? (code === '' ? missingCode : undefined)} />
        <SubmitButton busy={busy} label="Create and continue" busyLabel="Making your keys …" />
      </form>
      <WhatYouGet />
    </div>
  )
}

interface TextProps {
  label: string
  name: 'fullName' | 'email' | 'organisationName'
  type?: 'email'
  autoComplete: string
  maxLength: number
  owner: NewOwner
  change: (part: Partial<NewOwner>) => void
}

const Text = ({ owner, change, name, ...rest }: TextProps) => (
  <TextField {...rest} name={name} value={owner[name]} onChange={(event) => change({ [name]: event.target.value })} />
)

const gains = [
  'Workloads sign in without stored keys',
  'One place to see every accepted and refused login, and why',
  'Secrets per app and environment',
]

const WhatYouGet = () => (
  <aside className="flex flex-col gap-3 self-start rounded-lg border border-line bg-surface p-5" aria-label="What you get">
    <h2 className="text-base">What you get</h2>
    <ul className="flex flex-col gap-2">
      {gains.map((gain) => (
        <li key={gain} className="flex items-start gap-2">
          <Check size={16} aria-hidden className="mt-0.5 shrink-0 text-success" /> {gain}
        </li>
      ))}
    </ul>
    <p className="text-sm text-muted">
      This page works once, with the link that the server printed when it started. The link expires after 30 minutes; a restart prints a new
      one.
    </p>
  </aside>
)
