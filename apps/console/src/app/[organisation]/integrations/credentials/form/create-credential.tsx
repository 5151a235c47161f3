'use client'

import { PlugZap } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useChange } from '../../../../../apollo/use-change.ts'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { ConfirmDialog } from '../../../../../components/confirm-dialog.tsx'
import { FormProblem } from '../../../../../components/form-problem.tsx'
import { LeaveGuard } from '../../../../../components/leave-guard.tsx'
import { useToast } from '../../../../../components/toast.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { CheckResult } from './check-result.tsx'
import { type CredentialDraft, configInput } from './draft.ts'
import { CreateCredentialDocument, type CredentialFormPartsFragment } from './operations.generated.ts'
import type { useCheck } from './use-check.ts'
import type { DraftState } from './use-credential-draft.ts'

interface CreateCredentialProps {
  form: CredentialFormPartsFragment
  state: DraftState
  check: ReturnType<typeof useCheck>
  /** The steps, the last of which are the fields. */
  children: ReactNode
}

/** The frame of the form: tries the connection, and saves it. */
export function CreateCredential({ form, state, check, children }: CreateCredentialProps) {
  const element = useRef<HTMLFormElement>(null)
  const [attempts, setAttempts] = useState(0)
  const [problem, setProblem] = useState<string>()
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState(false)
  const { send, busy } = useChange(CreateCredentialDocument, { quiet: true, refresh: false, cached: false })
  const router = useRouter()
  const path = useOrganisationPath()
  const toast = useToast()
  const list = path('/integrations/credentials')
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempts])
  const isComplete = (draft: CredentialDraft) => {
    setProblem(undefined)
    const complete = state.isComplete(form, draft)
    if (!complete) setAttempts((before) => before + 1)
    return complete
  }
  const refused = (message: string | undefined) => {
    setProblem(message)
    setAttempts((before) => before + 1)
  }
  const test = async () => {
    // A connection needs no name to be tried.
    if (!isComplete({ ...state.draft, name: state.draft.name || '–' })) return
    const outcome = await check.run({ config: configInput[form.id](state.draft) })
    if (!outcome.ok) refused(outcome.problem ? outcome.message : state.refuse(form, outcome.userErrors))
  }
  const save = async (force: boolean) => {
    if (!isComplete(state.draft)) return
    const outcome = await send({ input: { name: state.draft.name.trim(), config: configInput[form.id](state.draft), force } })
    const tried = outcome.payload?.check
    if (tried) check.show(tried)
    if (outcome.ok && outcome.payload.credential) {
      setDone(true)
      const failure = tried?.steps.find((step) => step.failure)?.failure
      toast.success(`${outcome.payload.credential.name} was saved`, { detail: failure?.message ?? 'Syncs can use it now.' })
      return router.push(`${list}/${outcome.payload.credential.id}`)
    }
    setAsking(tried?.passed === false && !force)
    if (tried?.passed === false && !force) return
    if (!outcome.ok) refused(outcome.problem ? outcome.message : state.refuse(form, outcome.userErrors))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save(false)
  }
  return (
    <form ref={element} noValidate aria-label={`New AWS credentials, ${form.name}`} onSubmit={submit} className="flex flex-col gap-6">
      <LeaveGuard when={state.touched && !done} />
      {children}
      {check.check && <CheckResult check={check.check} region={state.draft.values.region ?? ''} />}
      <FormProblem text={problem} />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <Button className="sm:mr-auto" busy={check.busy} busyLabel="Testing …" onClick={() => void test()}>
          <PlugZap size={16} aria-hidden /> Test connection
        </Button>
        <ButtonLink href={list}>Cancel</ButtonLink>
        <Button type="submit" variant="primary" busy={busy || done} busyLabel="Saving …">
          Save
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Save although the test failed?"
        confirmLabel="Save anyway"
        busyLabel="Saving …"
        busy={busy}
        onConfirm={() => {
          setAsking(false)
          void save(true)
        }}
      >
        <p>{check.check?.steps.find(({ failure }) => failure)?.failure?.message}</p>
        <p>Syncs cannot use these credentials until a test has passed.</p>
      </ConfirmDialog>
    </form>
  )
}
