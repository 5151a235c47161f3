'use client'

import { useClock } from '../../../components/clock.tsx'
import { Field } from '../../../components/field.tsx'
import { FilterSelect, SearchField } from '../../../components/filters.tsx'
import { TextInput } from '../../../components/inputs.tsx'
import { actionLabel, knownActions, knownTypes } from './action-words.ts'
import type { actorKinds, LogState, Range } from './list-state.ts'

interface LogFiltersProps {
  state: LogState
  onChange: (part: Partial<LogState>) => void
}

const any = { value: '', label: 'Any' }

const kinds = [
  any,
  { value: 'MEMBER', label: 'Members' },
  { value: 'SERVICE_ACCOUNT', label: 'Service accounts' },
  { value: 'SYSTEM', label: 'The server' },
  { value: 'ANONYMOUS', label: 'Anonymous' },
]

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const actions = [any, ...knownActions.map((action) => ({ value: action, label: capital(actionLabel(action)) }))]
const types = [any, ...knownTypes.map((type) => ({ value: type, label: capital(type.replaceAll('_', ' ')) }))]

const rangeChoices = [
  { value: '', label: 'Any time' },
  { value: 'hour', label: 'Last hour' },
  { value: 'day', label: 'Last 24 hours' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'custom', label: 'Between days' },
]

export const LogFilters = ({ state, onChange }: LogFiltersProps) => (
  <search className="flex flex-wrap items-end gap-3">
    <div className="flex w-full">
      <SearchField label="Search events" placeholder="Actor, resource or request id" value={state.q} onChange={(q) => onChange({ q })} />
    </div>
    <FilterSelect
      label="Actor"
      value={state.kind ?? ''}
      choices={kinds}
      onChange={(kind) => onChange({ kind: (kind || null) as (typeof actorKinds)[number] | null })}
    />
    <FilterSelect label="Action" value={state.action ?? ''} choices={actions} onChange={(action) => onChange({ action: action || null })} />
    <FilterSelect label="Resource" value={state.type ?? ''} choices={types} onChange={(type) => onChange({ type: type || null })} />
    <FilterSelect
      label="Time"
      value={state.range ?? ''}
      choices={rangeChoices}
      onChange={(range) => onChange({ range: (range || null) as Range | null, since: null, until: null })}
    />
    {state.range === 'custom' && <Days state={state} onChange={onChange} />}
  </search>
)

/** From the beginning of one day to the end of another, where the person lives. */
function Days({ state, onChange }: LogFiltersProps) {
  const { timeZone } = useClock()
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timeZone ?? 'UTC', dateStyle: 'short' })
  const dayOf = (instant: string | null) => (instant === null || Number.isNaN(Date.parse(instant)) ? '' : format.format(new Date(instant)))
  const instantOf = (day: string, clock: string) => (day === '' ? null : new Date(`${day}T${clock}`).toISOString())
  return (
    <>
      <Field label="From">
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={dayOf(state.since)}
            onChange={({ target }) => onChange({ since: instantOf(target.value, '00:00:00') })}
          />
        )}
      </Field>
      <Field label="To">
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={dayOf(state.until)}
            onChange={({ target }) => onChange({ until: instantOf(target.value, '23:59:59.999') })}
          />
        )}
      </Field>
    </>
  )
}
