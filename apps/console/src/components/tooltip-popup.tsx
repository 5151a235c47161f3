'use client'

import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactNode, RefObject } from 'react'

interface TooltipPopupProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  trigger: RefObject<HTMLElement | null>
  onPointerEnter: () => void
  onPointerLeave: () => void
  text: ReactNode
}

/** The note itself; `Tooltip` fetches it when one shows. */
export const TooltipPopup = ({ open, onOpenChange, trigger, onPointerEnter, onPointerLeave, text }: TooltipPopupProps) => (
  <Base.Root open={open} onOpenChange={(next) => !next && onOpenChange(false)}>
    <Base.Portal>
      <Base.Positioner anchor={trigger} sideOffset={6} className="z-50">
        <Base.Popup
          onPointerEnter={onPointerEnter}
          onPointerLeave={onPointerLeave}
          className="max-w-80 rounded-md border border-line bg-raised px-2 py-1 text-xs text-text shadow-md"
        >
          {text}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
)
