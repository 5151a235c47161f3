'use client'

import { CircleAlert } from 'lucide-react'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { LeaveGuard } from '../../../../../components/leave-guard.tsx'
import { useCan } from '../../../../../frame/viewer.tsx'
import { PrincipalCheck, TrustSummary } from './form-aside.tsx'
import { IdentityFields } from './identity-fields.tsx'
import { IssuerProbe } from './issuer-probe.tsx'
import { PolicyBlocks, PolicyNotice } from './policy-blocks.tsx'
import { idOfPath } from './provider-field.tsx'
import type { Problems } from './read-draft.ts'
import type { DraftState } from './use-draft.ts'

interface IdentityFormProps {
  label: string
  state: DraftState
  unsaved: boolean
  /** Told above the fields: where the values come from, or who was faster. */
  notice?: ReactNode
  /** Below the fields. */
  more?: ReactNode
  /** Beside them. */
  aside?: ReactNode
  /** What the server said of the whole. */
  problem?: string
  buttons: ReactNode
  /** Belongs to the Lab, from which nothing goes out: the real issuer of that name is not asked. */
  simulated?: boolean
  /** Nothing is wrong with the fields, as far as can be told here. */
  onSubmit: (pressed: string) => void
}

/** The page of an identity that is being written: fields at the left, what they mean at the right. */
export function IdentityForm({
  label,
  state,
  unsaved,
  notice,
  more,
  aside,
  problem,
  buttons,
  simulated = false,
  onSubmit,
}: IdentityFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const can = useCan()
  const mayProbe = state.provider === 'oidc' && !simulated && can('ExternalIdentities', 'create')
  const [attempts, setAttempts] = useState(0)
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [attempts])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    if (state.submit()) onSubmit(submitter?.getAttribute('value') ?? '')
    else setAttempts((before) => before + 1)
  }
  return (
    <PolicyBlocks simulated={simulated}>
      <form ref={form} noValidate aria-label={label} onSubmit={submit} className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <LeaveGuard when={unsaved} />
        <div className="flex min-w-0 flex-col gap-6">
          <ProblemSummary problems={state.shownProblems} problem={problem} />
          {notice}
          <PolicyNotice state={state} />
          <IdentityFields state={state} />
          {more}
          <div className="flex flex-wrap items-center justify-end gap-2">{buttons}</div>
        </div>
        <aside
          aria-label="What the form means"
          className="flex min-w-0 flex-col gap-6 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto lg:self-start"
        >
          <TrustSummary state={state} />
          {aside}
          {mayProbe && <IssuerProbe state={state} />}
          <PrincipalCheck state={state} />
        </aside>
      </form>
    </PolicyBlocks>
  )
}

/** All that is wrong, at the top, each with the way to its field. */
function ProblemSummary({ problems, problem }: { problems: Problems; problem: string | undefined }) {
  const entries = Object.entries(problems)
  return (
    <div role="alert" className="empty:-mb-6">
      {(entries.length > 0 || problem) && (
        <div className="flex gap-3 rounded-lg border border-danger bg-danger-soft px-4 py-3">
          <CircleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-danger" />
          <div className="min-w-0">
            {problem && <p>{problem}</p>}
            {entries.length > 0 && (
              <>
                <p className="font-medium">
                  {entries.length === 1 ? 'One thing keeps this from being saved' : `${entries.length} things keep this from being saved`}
                </p>
                <ul className="list-disc pl-4">
                  {entries.map(([path, text]) => (
                    <li key={path}>
                      <a
                        href={`#${idOfPath(path)}`}
                        className="underline underline-offset-2"
                        onClick={(event) => {
                          event.preventDefault()
                          document.getElementById(idOfPath(path))?.focus()
                        }}
                      >
                        {text}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        </div>
      )}
    </div>
  )
}
