import { type ReactNode, useId } from 'react'

/** What a control needs to be tied to its label, help and problem. */
export interface FieldControl {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

interface FieldProps {
  label: ReactNode
  help?: ReactNode
  /** What is wrong, in a sentence. */
  problem?: string
  optional?: boolean
  /** Where others may point to; made up unless given. */
  id?: string
  children: (control: FieldControl) => ReactNode
}

/** A control with its label above, help and problem below. */
export function Field({ label, help, problem, optional = false, id: given, children }: FieldProps) {
  const madeUp = useId()
  const id = given ?? madeUp
  const describedBy = [help ? `${id}-help` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ')
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label} {optional && <span className="font-normal text-muted">(optional)</span>}
      </label>
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': problem ? true : undefined })}
      {problem && (
        <p id={`${id}-problem`} className="text-sm text-danger">
          {problem}
        </p>
      )}
      {help && (
        <p id={`${id}-help`} className="text-sm text-muted">
          {help}
        </p>
      )}
    </div>
  )
}
