import type { ComponentProps, ReactNode } from 'react'
import { Field } from './field.tsx'
import { TextInput } from './inputs.tsx'

interface TextFieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: ReactNode
  name: string
  help?: ReactNode
  /** What is wrong, in a sentence. */
  problem?: string
}

/** A labelled, required field of one line. */
export const TextField = ({ label, help, problem, ...input }: TextFieldProps) => (
  <Field label={label} help={help} problem={problem}>
    {(control) => <TextInput required {...control} {...input} />}
  </Field>
)
