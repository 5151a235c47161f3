'use client'

import { Menu as Base } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import type { ReactElement, ReactNode } from 'react'

export interface MenuItem {
  label: string
  icon?: ReactNode
  danger?: boolean
  disabled?: boolean
  /** One of the two. */
  onSelect?: () => void
  href?: string
}

interface MenuProps {
  /** Names what the actions are for: "Actions for prod-ec2". */
  label: string
  items: readonly MenuItem[]
  /** Stands above the actions. */
  heading?: ReactNode
  /** The button that opens it; three dots unless given. */
  trigger?: ReactElement<Record<string, unknown>>
}

const itemLook =
  'flex min-h-9 w-full cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover data-disabled:cursor-default data-disabled:text-muted'

const dots = (
  <button type="button" className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text">
    <Ellipsis size={18} aria-hidden />
  </button>
)

/** Actions on one thing, always visible behind three dots. */
export const Menu = ({ label, items, heading, trigger = dots }: MenuProps) => (
  <Base.Root modal={false}>
    <Base.Trigger aria-label={label} render={trigger} />
    <Base.Portal>
      <Base.Positioner align="end" sideOffset={4} className="z-50">
        <Base.Popup className="max-h-[70dvh] min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-lg outline-none">
          {heading && <div className="border-b border-line px-2 py-1.5 text-sm">{heading}</div>}
          {items.map((item) => (
            <Base.Item
              key={item.label}
              disabled={item.disabled}
              onClick={item.onSelect}
              className={`${itemLook} ${item.danger ? 'text-danger' : ''}`}
              render={item.href ? <Link href={item.href} /> : undefined}
            >
              {item.icon}
              {item.label}
            </Base.Item>
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
