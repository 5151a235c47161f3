'use client'

import { type FormEvent, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { ChipList } from '../../../../components/chip-list.tsx'
import { ConfirmDialog } from '../../../../components/confirm-dialog.tsx'
import { Field } from '../../../../components/field.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { LeaveGuard } from '../../../../components/leave-guard.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { RadioCards } from '../../../../components/radio-cards.tsx'
import { useToast } from '../../../../components/toast.tsx'
import { UpdateTrustPolicyDocument } from './operations.generated.ts'
import { draftOf, inputOf, isSame, type Level, levels, type Policy, type PolicyDraft, problemOfEntry } from './policy.ts'
import { PolicyImpact } from './policy-impact.tsx'
import { useImpact } from './use-impact.ts'

const cards = (Object.keys(levels) as Level[]).map((value) => ({ value, label: levels[value].label, children: levels[value].meaning }))

/** Writes the policy; what it would do to identities that are there is told before anything is saved. */
export function PolicyForm({ policy, refetch }: { policy: Policy; refetch: () => void }) {
  const [base, setBase] = useState(policy)
  const [draft, setDraft] = useState(draftOf(policy))
  const [asking, setAsking] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [overtaken, setOvertaken] = useState(false)
  const { send, busy } = useChange(UpdateTrustPolicyDocument, { quiet: true })
  const toast = useToast()
  const impact = useImpact(draft)
  const unsaved = !isSame(draftOf(base), draft)

  const change = (next: Partial<PolicyDraft>) => {
    setDraft({ ...draft, ...next })
    setProblem(undefined)
  }
  const startFrom = (saved: Policy) => {
    setBase(saved)
    setDraft(draftOf(saved))
    setOvertaken(false)
    setProblem(undefined)
  }
  const save = async () => {
    const outcome = await send({ input: { policy: inputOf(draft), expectedVersion: base.version } })
    setAsking(false)
    if (!outcome.ok) {
      if (outcome.userErrors.some(({ code }) => code === 'conflict')) {
        setOvertaken(true)
        refetch()
      }
      const [first] = outcome.userErrors
      return setProblem(first ? first.message : outcome.message)
    }
    const { trustPolicy, revokedTokens } = outcome.payload
    if (!trustPolicy) return
    startFrom(trustPolicy)
    toast.success('The trust policy was saved', { detail: endedTokens(revokedTokens ?? 0) })
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    if (!unsaved) return setProblem('Nothing has changed, so there is nothing to save.')
    if (impact.refusedCount > 0) setAsking(true)
    else void save()
  }
  const entry = impact.problem && problemOfEntry(impact.problem.message)
  return (
    <form noValidate aria-label="Trust policy" onSubmit={submit} className="flex flex-col gap-6">
      <LeaveGuard when={unsaved} />
      <Section title="Findings">
        <RadioCards legend="Findings that block saving" value={draft.level} onChange={(level) => change({ level })} cards={cards} />
        <p className="mt-3 text-sm text-muted">
          It counts when an identity is saved. Identities from before go on working until somebody changes whom they trust.
        </p>
      </Section>
      <Section title="Issuers">
        <Field label="Allowed issuers" optional help={<IssuerHelp />} problem={entry && 'One entry cannot be saved like this.'}>
          {(control) => (
            <ChipList
              control={control}
              what="issuer"
              values={draft.issuers}
              onChange={(issuers) => change({ issuers })}
              placeholder="https://token.actions.githubusercontent.com"
              notesOf={(_, index) => (entry?.index === index ? [{ tone: 'danger', text: entry.text }] : [])}
            />
          )}
        </Field>
      </Section>
      <PolicyImpact impact={impact} unsaved={unsaved} />
      <FormProblem text={problem} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={busy} busyLabel="Saving …">
          Save policy
        </Button>
        {overtaken && <Button onClick={() => startFrom(policy)}>Show what is saved now</Button>}
        {unsaved && !overtaken && <Button onClick={() => startFrom(base)}>Discard changes</Button>}
      </div>
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={impact.refusedCount === 1 ? 'Refuse one identity?' : `Refuse ${impact.refusedCount} identities?`}
        confirmLabel="Save and refuse"
        busyLabel="Saving …"
        busy={busy}
        onConfirm={() => void save()}
      >
        <p>Their workloads cannot log in any more from now on, and the tokens that they hold stop working at once.</p>
      </ConfirmDialog>
    </form>
  )
}

const endedTokens = (count: number): string =>
  count === 0 ? 'It counts from the next login on.' : count === 1 ? 'One live token was revoked.' : `${count} live tokens were revoked.`

const IssuerHelp = () => (
  <>
    Empty: any issuer. URLs are compared to the letter; in <code>https://*.ci.example.com</code> the * stands for one label. Azure: the
    issuer of the tenant, <code className="break-all">https://login.microsoftonline.com/&lt;tenant&gt;/v2.0</code>. AWS has one issuer for
    everybody, so its accounts are named: <code>aws:111122223333</code>, or <code>aws:*</code> for all of them. Keys that were uploaded:{' '}
    <code>uploaded:https://cluster.example</code>; keys from a URL of their own, and API servers that review tokens: that URL too.
  </>
)
