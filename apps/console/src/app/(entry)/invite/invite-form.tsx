'use client'

import { type FormEvent, useEffect, useState } from 'react'
import { FormProblem } from '../../../components/form-problem.tsx'
import { NewPasswordField } from '../../../components/new-password-field.tsx'
import { Skeleton } from '../../../components/skeleton.tsx'
import { SubmitButton } from '../../../components/submit-button.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { RecoveryCode } from '../recovery-code.tsx'
import { useFragmentCode } from '../use-fragment-code.ts'
import { acceptInvite, type InviteView, openInvite } from './accept.ts'

const missingCode = 'This page needs the whole invite link that you were sent. Open it again, including everything after the #.'

/** Says who invites to what, and makes a member of whoever holds the code. */
export function InviteForm({ signedInAs }: { signedInAs: string | null }) {
  const code = useFragmentCode()
  const [invite, setInvite] = useState<InviteView>()
  const [refusal, setRefusal] = useState<string>()
  useEffect(() => {
    if (code === undefined) return
    if (code === '') return setRefusal(missingCode)
    let left = false
    setRefusal(undefined)
    setInvite(undefined)
    void openInvite(code).then((outcome) => {
      if (left) return
      if (outcome.ok) setInvite(outcome.invite)
      else setRefusal(outcome.problem)
    })
    return () => {
      left = true
    }
  }, [code])
  if (refusal !== undefined) return <Refused text={refusal} />
  if (invite === undefined || code === undefined) return <Waiting />
  return <Accept code={code} invite={invite} signedInAs={signedInAs} />
}

const Waiting = () => (
  <div role="status" aria-label="Looking the invite up" className="flex flex-col gap-4">
    <h1 className="sr-only">Invite</h1>
    <Skeleton className="h-7 w-64" />
    <Skeleton className="h-4 w-full" />
    <Skeleton className="h-9 w-full" />
    <Skeleton className="h-9 w-full" />
  </div>
)

const Refused = ({ text }: { text: string }) => (
  <section className="flex flex-col gap-3">
    <h1>This invite cannot be used</h1>
    <FormProblem text={text} />
    <p className="text-muted">
      If you have accepted it before,{' '}
      <a href="/login" className="link">
        sign in
      </a>
      .
    </p>
  </section>
)

function Accept({ code, invite, signedInAs }: { code: string; invite: InviteView; signedInAs: string | null }) {
  const { email, organisation, roleName, expiresAt } = invite
  const [fullName, setFullName] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [recoveryCode, setRecoveryCode] = useState<string>()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    const outcome = await acceptInvite(code, { email, fullName, password })
    setBusy(false)
    if (outcome.ok) setRecoveryCode(outcome.recoveryCode)
    else setProblem(outcome.problem)
  }
  if (recoveryCode !== undefined) return <RecoveryCode code={recoveryCode} email={email} />
  return (
    <form onSubmit={(event) => void submit(event)} aria-busy={busy} className="flex flex-col gap-4">
      <div>
        <h1 className="break-words">Join {organisation.name}</h1>
        <p className="mt-1 break-words text-muted">
          You are invited with the role {roleName}. The invite is good until {day(expiresAt)}. Your keys are made in this browser and sealed
          with your password.
        </p>
      </div>
      {signedInAs !== null && (
        <p className="rounded-md bg-warning-soft px-3 py-2 break-words text-warning">
          You are signed in as {signedInAs}. Accepting signs you out there, in this browser.
        </p>
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        value={email}
        readOnly
        help="The address that was invited."
      />
      <TextField
        label="Full name"
        name="fullName"
        autoComplete="name"
        maxLength={100}
        value={fullName}
        onChange={(event) => setFullName(event.target.value)}
      />
      <NewPasswordField value={password} onChange={setPassword} knownWords={[fullName, email, organisation.name]} />
      <FormProblem text={problem} />
      <SubmitButton busy={busy} label="Accept the invite" busyLabel="Making your keys …" />
    </form>
  )
}

// Comes from the browser's own request, so it is written in the browser only.
const day = (iso: string): string => new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(iso))
