'use client'

import { ChevronDown, ChevronRight, CircleCheck, CircleX } from 'lucide-react'
import type { LabPersonaRowFragment } from './operations.generated.ts'

interface PersonaGroupProps {
  platform: string
  personas: readonly LabPersonaRowFragment[]
  chosen: LabPersonaRowFragment
  open: boolean
  onToggle: () => void
  onChoose: (id: string) => void
}

/** The personas of one platform, folded or not; a folded one still says who of it is chosen. */
export function PersonaGroup({ platform, personas, chosen, open, onToggle, onChoose }: PersonaGroupProps) {
  const Chevron = open ? ChevronDown : ChevronRight
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="w-full">
        <button
          type="button"
          aria-expanded={open}
          className="flex min-h-8 w-full items-center gap-2 rounded-md px-1 text-left font-medium hover:bg-hover"
          onClick={onToggle}
        >
          <Chevron size={16} aria-hidden className="shrink-0" />
          {platform}
          <span className="ml-auto pr-1 text-sm font-normal text-muted">
            {personas.length}
            <span className="sr-only"> personas</span>
          </span>
        </button>
      </legend>
      {open
        ? personas.map((persona) => <PersonaRadio key={persona.id} persona={persona} chosen={persona === chosen} onChoose={onChoose} />)
        : personas.includes(chosen) && <p className="pl-7 text-sm break-words text-muted">Chosen: {chosen.title}</p>}
    </fieldset>
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
