'use client'

import { useChange } from '../../../../apollo/use-change.ts'
import { useToast } from '../../../../components/toast.tsx'
import { PauseSyncDocument, ResumeSyncDocument, RunSyncDocument } from './operations.generated.ts'

interface NamedSync {
  id: string
  summary: string
}

/** Starts, pauses and resumes syncs. */
export function useSwitchSync() {
  const run = useChange(RunSyncDocument)
  const pause = useChange(PauseSyncDocument)
  const resume = useChange(ResumeSyncDocument)
  const toast = useToast()
  return {
    busy: run.busy || pause.busy || resume.busy,
    runNow: async ({ id, summary }: NamedSync) => {
      if ((await run.send({ input: { id } })).ok) toast.success(`${summary} is synced in a moment`)
    },
    pause: async ({ id, summary }: NamedSync) => {
      if ((await pause.send({ input: { id } })).ok) toast.success(`${summary} is paused`, { detail: 'Changes wait until it is resumed.' })
    },
    resume: async ({ id, summary }: NamedSync) => {
      if ((await resume.send({ input: { id } })).ok) toast.success(`${summary} is resumed`)
    },
  }
}
