'use client'

import { type FormEvent, useState } from 'react'
import { useChange } from '../../../../apollo/use-change.ts'
import { Button } from '../../../../components/button.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { Section } from '../../../../components/page-header.tsx'
import { ProofField } from '../../access/external-identities/[identity]/test/proof-field.tsx'
import { readProof } from '../../access/external-identities/[identity]/test/read-proof.ts'
import { type TrialWholeFragment, TryProofDocument } from './operations.generated.ts'
import { everything, type Scope, ScopeField, scopeInput } from './scope-field.tsx'
import { TrialResult } from './trial-result.tsx'

/** Reads what is pasted at once, and asks the platform when it is told to. The proof stays in this page, and is never kept. */
export function TryProof() {
  const [text, setText] = useState('')
  const [scope, setScope] = useState<Scope>(everything)
  const [problem, setProblem] = useState<string>()
  const [trial, setTrial] = useState<TrialWholeFragment>()
  // An answer without an id of its own; nothing of it is worth keeping.
  const { send, busy } = useChange(TryProofDocument, { quiet: true, refresh: false, cached: false })
  const reading = text.trim() === '' ? undefined : readProof(text)
  const verify = async (event: FormEvent) => {
    event.preventDefault()
    setTrial(undefined)
    if (!reading) return setProblem('Paste a proof first.')
    if (!reading.proof) return setProblem(reading.problem)
    setProblem(undefined)
    const { input: proof, serviceAccountId: madeForId } = reading.proof
    const outcome = await send({ input: { proof, madeForId, ...scopeInput(scope) } })
    if (outcome.ok) setTrial(outcome.payload.trial ?? undefined)
    else setProblem(outcome.message)
  }
  return (
    <div className="flex flex-col gap-6">
      <Section title="Paste a token or signed request">
        <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void verify(event)}>
          <ProofField
            help="A token, also one that has ended; what az or kubectl prints; or the JSON body of a login. A signed request is good for a minute."
            text={text}
            reading={reading}
            onChange={(pasted) => {
              setText(pasted)
              setProblem(undefined)
            }}
          />
          <ScopeField scope={scope} onChange={setScope} />
          <FormProblem text={problem} />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" busy={busy} busyLabel="Verifying …">
              Verify
            </Button>
            <p className="text-sm text-muted">The platform is asked once, as at a login. Nothing is minted, nothing is kept.</p>
          </div>
        </form>
      </Section>
      <div role="status">{trial && <TrialResult trial={trial} />}</div>
    </div>
  )
}
