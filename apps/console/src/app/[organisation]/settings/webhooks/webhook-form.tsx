'use client'

import { type FormEvent, useState } from 'react'
import type { Outcome } from '../../../../apollo/use-change.ts'
import { CheckField } from '../../../../components/check-field.tsx'
import { FormProblem } from '../../../../components/form-problem.tsx'
import { TextField } from '../../../../components/text-field.tsx'
import type { WebhookEvent } from './operations.generated.ts'
import { events, eventWords } from './words.ts'

export interface WebhookDraft {
  url: string
  description: string
  events: WebhookEvent[]
}

interface WebhookFormProps {
  /** What the button that sends it names by `form`. */
  id: string
  start: WebhookDraft
  onSend: (draft: WebhookDraft) => Promise<Outcome<unknown>>
}

/** The fields of an endpoint; what the server finds wrong stands beside them. */
export function WebhookForm({ id, start, onSend }: WebhookFormProps) {
  const [draft, setDraft] = useState(start)
  const [problems, setProblems] = useState<{ url?: string; description?: string; whole?: string }>({})
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (draft.url.trim() === '') return setProblems({ url: 'Enter the address that messages are sent to.' })
    if (draft.events.length === 0) return setProblems({ whole: 'Choose at least one event.' })
    setProblems({})
    const outcome = await onSend(draft)
    if (outcome.ok) return
    const of = (name: string) => outcome.userErrors.find(({ field }) => field?.[0] === name)?.message
    const [url, description] = [of('url'), of('description')]
    setProblems({ url, description, whole: (url ?? description) ? undefined : outcome.message })
  }
  const choose = (event: WebhookEvent, on: boolean) =>
    setDraft({ ...draft, events: events.filter((one) => (one === event ? on : draft.events.includes(one))) })
  return (
    <form id={id} noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <TextField
        label="URL"
        name="url"
        type="url"
        inputMode="url"
        autoComplete="off"
        maxLength={2000}
        placeholder="https://hooks.example.com/bonafide"
        value={draft.url}
        problem={problems.url}
        help="https, at a host that the Internet knows. Redirects are not followed."
        onChange={({ target }) => setDraft({ ...draft, url: target.value })}
      />
      <TextField
        label="Description (optional)"
        name="description"
        required={false}
        autoComplete="off"
        maxLength={200}
        value={draft.description}
        problem={problems.description}
        onChange={({ target }) => setDraft({ ...draft, description: target.value })}
      />
      <fieldset>
        <legend className="mb-1 font-medium">Events</legend>
        {events.map((event) => (
          <CheckField
            key={event}
            label={<code className="font-mono text-sm">{eventWords[event].name}</code>}
            help={eventWords[event].help}
            checked={draft.events.includes(event)}
            onChange={(on) => choose(event, on)}
          />
        ))}
      </fieldset>
      <FormProblem text={problems.whole} />
    </form>
  )
}
