'use client'

import { type RefObject, useEffect, useEffectEvent } from 'react'

interface RowKeys {
  /** `j` and `k` while a row is open beside the list. */
  onStep: (by: 1 | -1) => void
  isOpen: boolean
  onToggleLive: () => void
}

const rowsIn = (box: Element | null) => [...(box?.querySelectorAll<HTMLElement>('[data-feed-row]') ?? [])]

/** `j` and `k` move through the rows (Enter opens what has the focus, being a link), `l` follows or pauses. Nowhere while something is typed. */
export function useRowKeys(box: RefObject<Element | null>, { onStep, isOpen, onToggleLive }: RowKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
    const by = ({ j: 1, k: -1 } as const)[event.key]
    if (by === undefined && event.key !== 'l') return
    // Another dialog is in front.
    if (document.querySelectorAll('[role=dialog], [role=alertdialog]').length > (isOpen ? 1 : 0)) return
    event.preventDefault()
    if (by === undefined) return onToggleLive()
    if (isOpen) return onStep(by)
    const rows = rowsIn(box.current)
    const index = rows.findIndex((row) => row.matches(':focus'))
    rows[index === -1 ? 0 : Math.min(Math.max(index + by, 0), rows.length - 1)]?.focus()
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]), select, textarea'))
