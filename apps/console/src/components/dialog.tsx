'use client'

import { lazy, Suspense } from 'react'
import type { DialogProps } from './dialog-popup.tsx'
import { useOnceTrue } from './use-once-true.ts'

const DialogPopup = lazy(async () => ({ default: (await import('./dialog-popup.tsx')).DialogPopup }))

/**
 * A decision, or a closer look: the focus stays inside, Esc closes it and the focus goes back. What windows are made of is fetched when the
 * first one opens.
 */
export function Dialog(props: DialogProps) {
  const used = useOnceTrue(props.open)
  return used ? (
    <Suspense fallback={null}>
      <DialogPopup {...props} />
    </Suspense>
  ) : null
}
