'use client'

import { Menu as Base } from '@base-ui/react/menu'
import type { ReactNode, RefObject } from 'react'
import { Link } from './link.tsx'
import type { MenuItem } from './menu.tsx'

interface MenuPopupProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  trigger: RefObject<HTMLElement | null>
  label: string
  heading?: ReactNode
  items: readonly MenuItem[]
}

const itemLook =
  'flex min-h-9 w-full cursor-pointer items-center gap-2 rounded px-2 py-1.5 text-sm outline-none data-highlighted:bg-hover data-disabled:cursor-default data-disabled:text-muted'

/** The list itself; `Menu` fetches it when one opens. */
export function MenuPopup({ open, onOpenChange, trigger, label, heading, items }: MenuPopupProps) {
  return (
    <Base.Root
      modal={false}
      open={open}
      onOpenChange={(next, { event }) => {
        // A press of the trigger is its own to answer.
        if (!next && event.target instanceof Node && trigger.current?.contains(event.target)) return
        onOpenChange(next)
      }}
    >
      <Base.Portal>
        <Base.Positioner anchor={trigger} align="end" sideOffset={4} className="z-50">
          <Base.Popup
            aria-label={label}
            finalFocus={trigger}
            className="max-h-[70dvh] min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-lg outline-none"
          >
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
}
