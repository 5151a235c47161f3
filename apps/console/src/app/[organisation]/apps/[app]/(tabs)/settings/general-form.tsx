'use client'

import { type FormEvent, useState } from 'react'
import { useChange } from '../../../../../../apollo/use-change.ts'
import { Field } from '../../../../../../components/field.tsx'
import { FormProblem } from '../../../../../../components/form-problem.tsx'
import { TextArea, TextInput } from '../../../../../../components/inputs.tsx'
import { Section } from '../../../../../../components/page-header.tsx'
import { SubmitButton } from '../../../../../../components/submit-button.tsx'
import { useToast } from '../../../../../../components/toast.tsx'
import { useCan } from '../../../../../../frame/viewer.tsx'
import { useApp } from '../../app-gate.tsx'
import { UpdateAppDocument } from './operations.generated.ts'

export function GeneralForm() {
  const app = useApp()
  const mayUpdate = useCan()('Apps', 'update')
  const [name, setName] = useState(app.name)
  const [description, setDescription] = useState(app.description)
  const [problem, setProblem] = useState<{ name?: string; whole?: string }>({})
  const { send, busy } = useChange(UpdateAppDocument, { quiet: true })
  const toast = useToast()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (name.trim() === '') return setProblem({ name: 'Give the app a name.' })
    const outcome = await send({ input: { id: app.id, name: name.trim(), description: description.trim() } })
    if (outcome.ok) {
      setProblem({})
      return toast.success('Saved')
    }
    const ofName = outcome.userErrors.find(({ field }) => field?.[0] === 'name')
    setProblem(ofName ? { name: ofName.message } : { whole: outcome.message })
  }
  return (
    <Section title="General">
      <form onSubmit={(event) => void save(event)} className="flex max-w-xl flex-col gap-4" noValidate>
        <Field label="Name" problem={problem.name}>
          {(control) => (
            <TextInput
              {...control}
              value={name}
              maxLength={64}
              autoComplete="off"
              disabled={!mayUpdate}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Description" optional>
          {(control) => (
            <TextArea
              {...control}
              rows={3}
              value={description}
              maxLength={1000}
              disabled={!mayUpdate}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <FormProblem text={problem.whole} />
        {mayUpdate ? (
          <div>
            <SubmitButton busy={busy} label="Save" busyLabel="Saving …" />
          </div>
        ) : (
          <p className="text-sm text-muted">Changing them takes the permission Apps: update.</p>
        )}
      </form>
    </Section>
  )
}
