'use client'

import { durationExamples, parseDuration } from '@bonafide/core/duration'
import { useClock } from './clock.tsx'
import type { FieldControl } from './field.tsx'
import { TextInput } from './inputs.tsx'

interface DurationInputProps {
  control: FieldControl
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  placeholder?: string
}

/** A length of time as people write it, and beside it how many seconds that is. */
export function DurationInput({ control, value, onChange, onBlur, placeholder = durationExamples.join(', ') }: DurationInputProps) {
  const { locale } = useClock()
  const seconds = parseDuration(value)
  return (
    <div className="flex items-center gap-3">
      <TextInput
        {...control}
        className="max-w-40 min-w-0"
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
      />
      <output htmlFor={control.id} className="text-sm whitespace-nowrap text-muted">
        {value.trim() !== '' && seconds !== null && `= ${seconds.toLocaleString(locale).replaceAll(',', '\u202f')} s`}
      </output>
    </div>
  )
}
