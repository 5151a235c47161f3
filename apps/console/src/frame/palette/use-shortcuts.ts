'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useOrganisationPath } from '../viewer.tsx'
import { type Shortcut, shortcutOf } from './shortcuts.ts'

const leaderLastsMs = 1500

/** Keys that work on every page. */
export function useShortcuts({ onPalette, onSheet }: { onPalette: () => void; onSheet: () => void }): void {
  const router = useRouter()
  const path = useOrganisationPath()
  const ledAt = useRef(Number.NEGATIVE_INFINITY)
  const act = (shortcut: Shortcut) => {
    if (shortcut.kind === 'palette') onPalette()
    else if (shortcut.kind === 'sheet') onSheet()
    else if (shortcut.kind === 'jump') router.push(path(shortcut.path))
    else if (shortcut.kind === 'search') document.querySelector<HTMLElement>('[data-page-search]')?.focus()
    else if (shortcut.kind === 'create') document.querySelector<HTMLElement>('[data-page-actions] [data-variant=primary]')?.click()
  }
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey, altKey, target, timeStamp } = event
    const behindDialog = document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null
    const led = timeStamp - ledAt.current < leaderLastsMs
    const shortcut = shortcutOf({ key, ctrlKey, metaKey, altKey, typing: isTyping(target), behindDialog }, led)
    if (key !== 'Shift') ledAt.current = shortcut?.kind === 'leader' ? timeStamp : Number.NEGATIVE_INFINITY
    if (!shortcut || event.defaultPrevented) return
    event.preventDefault()
    // A list may know the same letter; what `g` led in is not for it.
    if (shortcut.kind === 'jump') event.stopPropagation()
    act(shortcut)
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKeyDown, { capture: true })
    return () => document.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), select, textarea'))
