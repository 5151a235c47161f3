import type { ComponentProps, ReactNode } from 'react'
import { Link } from './link.tsx'
import { Spinner } from './spinner.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

const base =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3 py-1.5 text-sm font-medium whitespace-nowrap transition-colors aria-disabled:opacity-70'

const looks: Record<ButtonVariant, string> = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong',
  secondary: 'border-control bg-canvas hover:bg-hover',
  quiet: 'border-transparent hover:bg-hover',
  danger: 'border-danger bg-canvas text-danger hover:bg-danger-soft',
}

/** The classes of a button, for primitives that render their own element. */
export const buttonLook = (variant: ButtonVariant = 'secondary', more = ''): string => `${base} ${looks[variant]} ${more}`

interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant
  /** Something is under way: the button stays focusable and does nothing more. */
  busy?: boolean
  busyLabel?: string
}

export function Button({ variant, busy = false, busyLabel, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      data-variant={variant}
      aria-disabled={busy || undefined}
      className={buttonLook(variant, className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy && <Spinner />}
      {busy ? (busyLabel ?? children) : children}
    </button>
  )
}

interface ButtonLinkProps {
  href: string
  variant?: ButtonVariant
  className?: string
  children: ReactNode
}

export const ButtonLink = ({ href, variant, className, children }: ButtonLinkProps) => (
  <Link href={href} data-variant={variant} className={buttonLook(variant, className)}>
    {children}
  </Link>
)
