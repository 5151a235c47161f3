import { type ReactNode, useId } from 'react'
import { Checkbox } from './inputs.tsx'

interface CheckFieldProps {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  help?: ReactNode
  disabled?: boolean
}

/** A box to tick, with its label beside it and its help below. */
export function CheckField({ label, checked, onChange, help, disabled }: CheckFieldProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-3 py-1">
      <Checkbox
        id={id}
        className="mt-1"
        checked={checked}
        disabled={disabled}
        aria-describedby={help ? `${id}-help` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {help && (
          <p id={`${id}-help`} className="text-sm text-muted">
            {help}
          </p>
        )}
      </div>
    </div>
  )
}
