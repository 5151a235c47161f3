'use client'

import { type FormEvent, useState } from 'react'
import { useChange } from '../../../apollo/use-change.ts'
import { usePageQuery } from '../../../apollo/use-page-query.ts'
import { Button } from '../../../components/button.tsx'
import { IdText } from '../../../components/copy.tsx'
import { FormProblem } from '../../../components/form-problem.tsx'
import { PageHeader, Section } from '../../../components/page-header.tsx'
import { ErrorState } from '../../../components/states.tsx'
import { TextField } from '../../../components/text-field.tsx'
import { slugOf } from '../../../frame/organisation-path.ts'
import { useCan } from '../../../frame/viewer.tsx'
import { DemoData } from './demo-data.tsx'
import { RenameOrganisationDocument, SettingsDocument } from './operations.generated.ts'

export function GeneralSettings() {
  const { data, problem, refetch } = usePageQuery(SettingsDocument, {})
  const can = useCan()
  const organisation = data?.organisation
  return (
    <>
      <PageHeader title="Settings" description="What counts for the whole organisation." />
      {problem && <ErrorState problem={problem} onRetry={refetch} />}
      {organisation && (
        <Section title="Organisation">
          <div className="flex max-w-xl flex-col gap-4">
            {can('Organisation', 'update') ? (
              <Rename organisation={organisation} />
            ) : (
              <p>
                <span className="font-medium break-words">{organisation.name}</span>{' '}
                <span className="text-muted">To rename it you need the permission Organisation: update.</span>
              </p>
            )}
            <div>
              <p className="font-medium">Id</p>
              <IdText id={organisation.id} what="organisation id" />
            </div>
          </div>
        </Section>
      )}
      <DemoData />
    </>
  )
}

/** Its name is part of every address, so the page is loaded anew under the new one. */
function Rename({ organisation }: { organisation: { id: string; name: string } }) {
  const { send, busy } = useChange(RenameOrganisationDocument, { quiet: true, refresh: false })
  const [name, setName] = useState(organisation.name)
  const [problem, setProblem] = useState<string>()
  const [leaving, setLeaving] = useState(false)
  const [before, after] = [slugOf(organisation), slugOf({ id: organisation.id, name })]
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy || leaving) return
    if (name.trim() === organisation.name) return setProblem('This is its name already.')
    const outcome = await send({ input: { name } })
    if (!outcome.ok) return setProblem(outcome.message)
    setProblem(undefined)
    setLeaving(true)
    const renamed = outcome.payload.organisation ?? organisation
    window.location.assign(`/${slugOf(renamed)}/settings`)
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label="Name"
        name="name"
        autoComplete="organization"
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
        help={
          before === after
            ? 'It is part of the address of every page.'
            : `Pages move from /${before} to /${after}. Links to the old address are not found any more; links with the id below keep working.`
        }
      />
      <FormProblem text={problem} />
      <div>
        <Button type="submit" variant="primary" busy={busy || leaving} busyLabel="Renaming …">
          Rename
        </Button>
      </div>
    </form>
  )
}
