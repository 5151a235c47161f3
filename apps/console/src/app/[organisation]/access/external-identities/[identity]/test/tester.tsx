'use client'

import { type FormEvent, useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Button } from '../../../../../../components/button.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { Checkbox } from '../../../../../../components/inputs.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import type { FullIdentityFragment } from '../../form/operations.generated.ts'
import { namesOf } from '../../providers.ts'
import { TestExtIdentityDocument, type TestExtIdentityMutation } from '../operations.generated.ts'
import { ProofField } from './proof-field.tsx'
import { readProof } from './read-proof.ts'
import { TestResult } from './test-result.tsx'

type Result = TestExtIdentityMutation['testExtIdentity']

const howTo = {
  AWS_IAM:
    'Paste the JSON body of a login, or its awsIam part: what a client sends to this server. A signed request is good for a minute, so be quick.',
  AZURE_ENTRA: 'Paste a token, what az account get-access-token prints, or the JSON body of a login.',
  OIDC: 'Paste a token, such as kubectl create token prints, or the JSON body of a login.',
}

/** Reads what is pasted at once, and asks the platform when it is told to. */
export function Tester({ identity }: { identity: FullIdentityFragment }) {
  const names = namesOf(identity.provider)
  const [text, setText] = useState('')
  const [all, setAll] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [result, setResult] = useState<Result>()
  const { send, busy } = useChange(TestExtIdentityDocument, { quiet: true, refresh: false })
  const reading = text.trim() === '' ? undefined : readProof(text)
  const verify = async (event: FormEvent) => {
    event.preventDefault()
    setResult(undefined)
    if (!reading) return setProblem('Paste a proof first.')
    if (!reading.proof) return setProblem(reading.problem)
    const { provider, input: proof, serviceAccountId } = reading.proof
    if (provider !== names.id) return setProblem(`This proof is not for ${names.name}.`)
    setProblem(undefined)
    const outcome = await send({ input: { proof, serviceAccountId, identityId: all ? undefined : identity.id } })
    if (outcome.ok) setResult(outcome.payload)
    else setProblem(outcome.message)
  }
  return (
    <div className="flex flex-col gap-6">
      <Section title="Paste a token or signed request">
        <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void verify(event)}>
          <ProofField
            help={howTo[identity.provider]}
            text={text}
            reading={reading}
            onChange={(pasted) => {
              setText(pasted)
              setProblem(undefined)
            }}
          />
          <div className="flex items-center gap-2">
            <Checkbox id="every-identity" checked={all} onChange={(event) => setAll(event.target.checked)} />
            <label htmlFor="every-identity">Try every {names.name} identity of the organisation, not this one alone</label>
          </div>
          <FormProblem text={problem} />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" busy={busy} busyLabel="Verifying …">
              Verify
            </Button>
            <p className="text-sm text-muted">The platform is asked as at a login. Nothing is minted, nothing is kept.</p>
          </div>
        </form>
      </Section>
      <div role="status">{result && <TestResult identity={identity} result={result} />}</div>
    </div>
  )
}
