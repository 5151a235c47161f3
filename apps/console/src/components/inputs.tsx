import type { ComponentProps } from 'react'

const look =
  'w-full rounded-md border border-control bg-canvas px-3 text-base sm:text-sm aria-invalid:border-danger disabled:border-line disabled:text-muted'

/** A control of one line; put it into a `Field`, or give it an `aria-label`. */
export const TextInput = ({ className = '', type = 'text', ...rest }: ComponentProps<'input'>) => (
  <input type={type} className={`${look} min-h-9 py-1.5 ${className}`} {...rest} />
)

export const TextArea = ({ className = '', rows = 4, ...rest }: ComponentProps<'textarea'>) => (
  <textarea rows={rows} className={`${look} py-2 ${className}`} {...rest} />
)

export interface Choice {
  value: string
  label: string
}

/** The browser's own select: keyboard, touch and screen readers know it. */
export const Select = ({ choices, className = '', ...rest }: ComponentProps<'select'> & { choices: readonly Choice[] }) => (
  <select className={`${look} min-h-9 py-1.5 pr-8 ${className}`} {...rest}>
    {choices.map(({ value, label }) => (
      <option key={value} value={value}>
        {label}
      </option>
    ))}
  </select>
)

export const Checkbox = ({ className = '', ...rest }: Omit<ComponentProps<'input'>, 'type'>) => (
  <input type="checkbox" className={`size-4 shrink-0 accent-accent ${className}`} {...rest} />
)
