'use client'

import { Button } from '../../../components/button.tsx'
import { useLoadDemo } from './load.ts'

/** The demo workspace lacks parts: it was loaded before the Lab knew of a platform, or somebody has removed or renamed some. */
export function CompleteDemo({ missing }: { missing: readonly string[] }) {
  const { load, busy, mayLoad } = useLoadDemo('What was missing is loaded')
  return (
    <section
      aria-label="Missing parts"
      className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-line px-4 py-3"
    >
      <p className="min-w-0 flex-1 basis-64">
        The demo workspace lacks <span className="font-medium break-words">{missing.join(', ')}</span>, so some of the Lab does not end as
        its story says. {mayLoad ? 'What is there stays as it is.' : 'An Owner or Admin of your organisation can load it.'}
      </p>
      {mayLoad && (
        <Button busy={busy} busyLabel="Loading …" onClick={() => void load()}>
          Load what is missing
        </Button>
      )}
    </section>
  )
}
