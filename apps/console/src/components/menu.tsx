'use client'

import { Ellipsis } from 'lucide-react'
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react'
import { useOnceTrue } from './use-once-true.ts'

const fetchPopup = () => import('./menu-popup.tsx')
const MenuPopup = lazy(async () => ({ default: (await fetchPopup()).MenuPopup }))

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

const dots = (
  <button type="button" className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text">
    <Ellipsis size={18} aria-hidden />
  </button>
)

/** Actions on one thing, always visible behind three dots. What menus are made of is fetched when somebody reaches for one. */
export function Menu({ label, items, heading, trigger = dots }: MenuProps) {
  const [open, setOpen] = useState(false)
  const used = useOnceTrue(open)
  const button = useRef<HTMLElement>(null)
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        'aria-label': label,
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onClick: () => setOpen(!open),
        onPointerEnter: () => void fetchPopup(),
        onFocus: () => void fetchPopup(),
      })}
      {used && (
        <Suspense fallback={null}>
          <MenuPopup open={open} onOpenChange={setOpen} trigger={button} label={label} heading={heading} items={items} />
        </Suspense>
      )}
    </>
  )
}
