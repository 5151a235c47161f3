import { type ReactNode, useId } from 'react'
import { Checkbox } from './inputs.tsx'

interface CheckRowProps {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

/** One of several things that can be chosen. */
export function CheckRow({ label, checked, onChange, disabled = false }: CheckRowProps) {
  const id = useId()
  return (
    <div className="flex min-h-8 items-center gap-2">
      <Checkbox id={id} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id} className="min-w-0 break-words">
        {label}
      </label>
    </div>
  )
}
