'use client'

import type { PresetField } from '@bonafide/identity-providers/forms'
import { Field } from '../../../../../components/field.tsx'
import { Select, TextArea, TextInput } from '../../../../../components/inputs.tsx'

interface PresetQuestionProps {
  field: Pick<PresetField, 'label' | 'help' | 'placeholder' | 'required' | 'control' | 'options'>
  value: string
  problem: string | undefined
  onChange: (value: string) => void
  onLeave: () => void
  /** The Enter key: it means the answers, and not the whole form. */
  onEnter: () => void
}

/** One question of a platform, drawn from what its preset says of it. */
export function PresetQuestion({ field, value, problem, onChange, onLeave, onEnter }: PresetQuestionProps) {
  const { label, help, placeholder, required, control: kind, options = [] } = field
  const told = <span className="whitespace-pre-line wrap-anywhere">{help}</span>
  return (
    <div className={kind === 'text_area' ? 'sm:col-span-2' : 'min-w-0'}>
      <Field label={label} help={told} problem={problem} optional={!required}>
        {(control) => {
          if (kind === 'select')
            return (
              <Select {...control} value={value} choices={options} onChange={(event) => onChange(event.target.value)} onBlur={onLeave} />
            )
          const shared = { ...control, value, placeholder, autoComplete: 'off', spellCheck: false, onBlur: onLeave }
          if (kind === 'text_area')
            return <TextArea {...shared} className="font-mono text-[13px]" onChange={(event) => onChange(event.target.value)} />
          return (
            <TextInput
              {...shared}
              className="font-mono"
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
                event.preventDefault()
                onEnter()
              }}
            />
          )
        }}
      </Field>
    </div>
  )
}
