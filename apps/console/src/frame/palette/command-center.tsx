'use client'

import { Search } from 'lucide-react'
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { useOnceTrue } from '../../components/use-once-true.ts'
import { Key } from './key.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const fetchPalette = () => import('./palette.tsx')
const Palette = lazy(async () => ({ default: (await fetchPalette()).Palette }))
const ShortcutSheet = lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet }))

/** The button of the top bar, and all that keys do. What the palette is made of is fetched when somebody reaches for it. */
export function CommandCenter() {
  const [open, setOpen] = useState<'palette' | 'sheet'>()
  const used = useOnceTrue(open === 'palette')
  const sheetUsed = useOnceTrue(open === 'sheet')
  const close = () => setOpen(undefined)
  useShortcuts({ onPalette: () => setOpen(open === 'palette' ? undefined : 'palette'), onSheet: () => setOpen('sheet') })
  return (
    <>
      <button
        type="button"
        aria-label="Search or run a command"
        aria-haspopup="dialog"
        className="inline-flex min-h-9 items-center gap-2 rounded-md border border-control px-3 text-sm text-muted hover:bg-hover hover:text-text sm:w-56"
        onClick={() => setOpen('palette')}
        onPointerEnter={() => void fetchPalette()}
        onFocus={() => void fetchPalette()}
      >
        <Search size={16} aria-hidden />
        <span className="hidden flex-1 text-left sm:inline">Search or run …</span>
        <span aria-hidden className="hidden sm:inline">
          <Key>{useIsMac() ? '⌘K' : 'Ctrl K'}</Key>
        </span>
      </button>
      {used && (
        <Suspense fallback={null}>
          <Palette open={open === 'palette'} onClose={close} onSheet={() => setOpen('sheet')} />
        </Suspense>
      )}
      {sheetUsed && (
        <Suspense fallback={null}>
          <ShortcutSheet open={open === 'sheet'} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

const subscribe = () => () => {}
const useIsMac = () =>
  useSyncExternalStore(
    subscribe,
    () => /Mac|iP(hone|ad)/.test(navigator.userAgent),
    () => false,
  )
