'use client'

import type { ComponentProps, ReactNode } from 'react'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** What it does, read out and shown on hover and focus. */
  label: string
  icon: ReactNode
}

/** A button of one icon, at least 32 pixels wide. */
export const IconButton = ({ label, icon, className = '', ...rest }: IconButtonProps) => (
  <Tooltip text={label}>
    <button
      type="button"
      aria-label={label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text ${className}`}
      {...rest}
    >
      {icon}
    </button>
  </Tooltip>
)
