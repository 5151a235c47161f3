'use client'

import { CircleCheck, CircleX, Send } from 'lucide-react'
import { Button } from '../../../components/button.tsx'
import { Section } from '../../../components/page-header.tsx'
import { useCan } from '../../../frame/viewer.tsx'
import type { LabPersonaRowFragment } from './operations.generated.ts'
import { platforms } from './platforms.ts'

interface PersonaPickerProps {
  personas: readonly LabPersonaRowFragment[]
  chosen: LabPersonaRowFragment
  onChoose: (id: string) => void
  onSend: () => void
  busy: boolean
}

/** Who is to log in; one of all platforms, so the arrow keys go through all of them. */
export function PersonaPicker({ personas, chosen, onChoose, onSend, busy }: PersonaPickerProps) {
  const can = useCan()
  const maySend = can('ServiceAccountTokens', 'create') && can('Logs', 'read') && can('ExternalIdentities', 'read')
  return (
    <Section title="Personas">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy && maySend) onSend()
        }}
      >
        {platforms.map(({ provider, name }) => (
          <fieldset key={provider} className="flex min-w-0 flex-col gap-1">
            <legend className="pb-1 font-medium">{name}</legend>
            {personas
              .filter((persona) => persona.provider === provider)
              .map((persona) => (
                <PersonaRadio key={persona.id} persona={persona} chosen={persona === chosen} onChoose={onChoose} />
              ))}
          </fieldset>
        ))}
        {maySend ? (
          <Button type="submit" variant="primary" busy={busy} busyLabel="Sending …" className="sticky bottom-4 shadow-md">
            <Send size={16} aria-hidden /> Send login
          </Button>
        ) : (
          <p className="text-sm text-muted">
            Sending takes the permissions <code className="font-mono">ServiceAccountTokens: create</code> and{' '}
            <code className="font-mono">Logs: read</code>.
          </p>
        )}
      </form>
    </Section>
  )
}

interface PersonaRadioProps {
  persona: LabPersonaRowFragment
  chosen: boolean
  onChoose: (id: string) => void
}

function PersonaRadio({ persona: { id, title, story, expects }, chosen, onChoose }: PersonaRadioProps) {
  const Icon = expects.outcome === 'ACCEPTED' ? CircleCheck : CircleX
  return (
    <div className={`flex items-start gap-3 rounded-md px-2 py-1.5 ${chosen ? 'bg-accent-soft' : 'hover:bg-hover'}`}>
      <input
        type="radio"
        id={`persona-${id}`}
        name="persona"
        value={id}
        checked={chosen}
        aria-describedby={`persona-${id}-story`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
        onChange={() => onChoose(id)}
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <label htmlFor={`persona-${id}`} className="break-words">
          {title}
        </label>
        <p id={`persona-${id}-story`} className={chosen ? 'flex flex-col gap-1 text-sm text-muted' : 'sr-only'}>
          <span>{story}</span>
          <span>
            <Icon size={14} aria-hidden className="mr-1.5 inline align-[-2px]" />
            Is to be {expects.outcome === 'ACCEPTED' ? 'accepted' : 'refused'}
            {expects.code !== null && (
              <>
                : <code className="font-mono break-words">{expects.code}</code>
              </>
            )}
          </span>
        </p>
      </div>
    </div>
  )
}
