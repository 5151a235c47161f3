'use client'

import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useOnceTrue } from './use-once-true.ts'

const TooltipPopup = lazy(async () => ({ default: (await import('./tooltip-popup.tsx')).TooltipPopup }))

type Handlers = Record<string, ((event: unknown) => void) | undefined>

/** Long enough to cross a toolbar without notes popping up, and to reach the note itself (WCAG 1.4.13). */
const pauseMs = { open: 400, close: 150 }

/** A word more about what is pointed at or focused; Esc dismisses it. Never the only place of anything needed. */
export function Tooltip({ text, children }: { text: ReactNode; children: ReactElement<Record<string, unknown>> }) {
  const [open, setOpen] = useState(false)
  const used = useOnceTrue(open)
  const trigger = useRef<HTMLElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = (next: boolean, afterMs = 0) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(next), afterMs)
  }
  const own = children.props as Handlers
  const both = (name: string, more: () => void) => ({
    [name]: (event: unknown) => {
      own[name]?.(event)
      more()
    },
  })
  return (
    <>
      {cloneElement(children, {
        ref: trigger,
        ...both('onPointerEnter', () => change(true, pauseMs.open)),
        ...both('onPointerLeave', () => change(false, pauseMs.close)),
        ...both('onFocus', () => trigger.current?.matches(':focus-visible') && change(true)),
        ...both('onBlur', () => change(false)),
        ...both('onClick', () => change(false)),
      })}
      {used && (
        <Suspense fallback={null}>
          <TooltipPopup
            open={open}
            onOpenChange={setOpen}
            trigger={trigger}
            onPointerEnter={() => change(true)}
            onPointerLeave={() => change(false, pauseMs.close)}
            text={text}
          />
        </Suspense>
      )}
    </>
  )
}
