'use client'

import { lazy, Suspense, useSyncExternalStore } from 'react'
import { sayings } from './toast-queue.ts'
import { useOnceTrue } from './use-once-true.ts'

const ToastArea = lazy(async () => ({ default: (await import('./toast-area.tsx')).ToastArea }))

/** Says what happened, in the corner, politely; `undo` takes it back while it shows. F6 brings the focus there. */
export interface Say {
  success(title: string, more?: { detail?: string; undo?: () => void }): void
  failure(title: string, detail?: string): void
}

const say: Say = {
  success: (title, more) => sayings.add({ kind: 'success', title, ...more }),
  failure: (title, detail) => sayings.add({ kind: 'failure', title, detail }),
}

export const useToast = (): Say => say

/** Where toasts appear; one for all pages. What they are made of is fetched with the first of them. */
export function Toasts() {
  const waiting = useSyncExternalStore(sayings.subscribe, sayings.current, sayings.current)
  const used = useOnceTrue(waiting.length > 0)
  return used ? (
    <Suspense fallback={null}>
      <ToastArea />
    </Suspense>
  ) : null
}
