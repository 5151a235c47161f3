import { type HTMLInputTypeAttribute, useId } from 'react'

interface TextFieldProps {
  label: string
  name: string
  type?: HTMLInputTypeAttribute
  autoComplete?: string
  help?: string
  minLength?: number
  maxLength?: number
}

/** A labelled, required field of one line. */
export function TextField({ label, help, type = 'text', ...input }: TextFieldProps) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <input id={id} type={type} required aria-describedby={help ? `${id}-help` : undefined} {...input} />
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}
