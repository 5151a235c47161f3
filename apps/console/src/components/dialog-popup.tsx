'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  description?: ReactNode
  children: ReactNode
  /** Buttons, the primary one last. */
  footer?: ReactNode
  /** `sheet`: at the right edge, for looking at one thing of a list. On a narrow screen both fill it. */
  kind?: 'dialog' | 'wide' | 'sheet'
}

const places: Record<NonNullable<DialogProps['kind']>, string> = {
  dialog:
    'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[32rem] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl',
  wide: 'inset-x-0 bottom-0 max-h-[92dvh] rounded-t-xl sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[min(56rem,94vw)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl',
  sheet: 'inset-y-0 right-0 w-full sm:w-[min(44rem,94vw)]',
}

/** The window itself; `Dialog` fetches it when one opens. */
export const DialogPopup = ({ open, onClose, title, description, children, footer, kind = 'dialog' }: DialogProps) => (
  <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
      <Base.Popup className={`fixed z-40 flex flex-col border border-line bg-raised shadow-xl outline-none ${places[kind]}`}>
        <div className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
          <div className="min-w-0">
            <Base.Title className="text-base font-semibold break-words">{title}</Base.Title>
            {description && <Base.Description className="mt-1 text-sm text-muted">{description}</Base.Description>}
          </div>
          <Base.Close
            aria-label="Close"
            className="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text"
          >
            <X size={18} aria-hidden />
          </Base.Close>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4" tabIndex={0}>
          {children}
        </div>
        {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{footer}</div>}
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
)
