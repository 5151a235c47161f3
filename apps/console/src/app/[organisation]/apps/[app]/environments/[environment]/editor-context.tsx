'use client'

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { LeaveGuard } from '../../../../../../components/leave-guard.tsx'
import { useApp } from '../../app-gate.tsx'
import type { AppEnvironmentFragment } from '../../operations.generated.ts'
import { countOf, nothingStaged, type Staged } from './staged/staged.ts'

interface Editor {
  environment: AppEnvironmentFragment
  staged: Staged
  change: (next: (staged: Staged) => Staged) => void
  /** Moves with each write: lists ask again. */
  revision: number
  wasWritten: () => void
  /** Calls back when every value on the page must be hidden; answers how to stop. */
  onHide: (listener: () => void) => () => void
  hideAll: () => void
}

const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('This belongs inside the secrets editor.')
  return editor
}

interface EditorProviderProps {
  environment: AppEnvironmentFragment
  children: ReactNode
}

/** What outlives a walk through the folders of one environment: the staged changes. They are in memory alone. */
export function EditorProvider({ environment, children }: EditorProviderProps) {
  const { path } = useApp()
  const [staged, setStaged] = useState<Staged>(nothingStaged)
  const [revision, setRevision] = useState(0)
  const [listeners] = useState(() => new Set<() => void>())
  const hideAll = useCallback(() => {
    for (const listener of listeners) listener()
  }, [listeners])
  const onHide = useCallback(
    (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    [listeners],
  )
  useEffect(() => watchHiding(hideAll), [hideAll])
  const editor = useMemo(
    (): Editor => ({
      environment,
      staged,
      change: setStaged,
      revision,
      wasWritten: () => setRevision((before) => before + 1),
      onHide,
      hideAll,
    }),
    [environment, staged, revision, onHide, hideAll],
  )
  return (
    <EditorContext value={editor}>
      {children}
      <LeaveGuard when={countOf(staged) > 0} within={path(`/environments/${environment.id}`)} />
    </EditorContext>
  )
}

/** Nobody looks, or everybody does: Shift+H hides all outside of fields, and so does leaving the tab. */
function watchHiding(hideAll: () => void): () => void {
  const onVisibility = () => document.hidden && hideAll()
  const onKey = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null
    if (event.shiftKey && event.key === 'H' && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping) hideAll()
  }
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('pagehide', hideAll)
  window.addEventListener('keydown', onKey)
  return () => {
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('pagehide', hideAll)
    window.removeEventListener('keydown', onKey)
  }
}
