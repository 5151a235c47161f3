'use client'

import { createContext, useContext } from 'react'
import type { SyncDetailFragment } from './operations.generated.ts'

export const SyncContext = createContext<SyncDetailFragment | null>(null)

/** The sync that the page is about. */
export function useSync(): SyncDetailFragment {
  const sync = useContext(SyncContext)
  if (!sync) throw new Error('This belongs inside the pages of a sync.')
  return sync
}
