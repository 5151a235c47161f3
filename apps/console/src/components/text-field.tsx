import type { HTMLInputTypeAttribute, ReactNode } from 'react'
import { Field } from './field.tsx'
import { TextInput } from './inputs.tsx'

interface TextFieldProps {
  label: string
  name: string
  type?: HTMLInputTypeAttribute
  autoComplete?: string
  help?: ReactNode
  minLength?: number
  maxLength?: number
  defaultValue?: string
}

/** A labelled, required field of one line. */
export const TextField = ({ label, help, ...input }: TextFieldProps) => (
  <Field label={label} help={help}>
    {(control) => <TextInput required {...control} {...input} />}
  </Field>
)
