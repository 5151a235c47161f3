'use client'

import { useCallback, useEffect, useState } from 'react'
import { vault } from '../../../../../../../keys/vault.ts'
import { useEditor } from '../editor-context.tsx'

/** How long a value stays on the screen. */
export const showForMs = 30_000

/** A value that is shown for half a minute, and gone at once when the tab is left, all are hidden, or the keys are locked. */
export function useRevealed<Value>(): { shown: Value | undefined; show: (value: Value) => void; hide: () => void } {
  const { onHide } = useEditor()
  const [shown, setShown] = useState<{ value: Value }>()
  const hide = useCallback(() => setShown(undefined), [])
  const show = useCallback((value: Value) => setShown({ value }), [])
  useEffect(() => {
    if (shown === undefined) return
    const timer = setTimeout(hide, showForMs)
    const stop = onHide(hide)
    const stopVault = vault.subscribe(() => vault.state() === 'locked' && hide())
    return () => {
      clearTimeout(timer)
      stop()
      stopVault()
    }
  }, [shown, hide, onHide])
  return { shown: shown?.value, show, hide }
}
