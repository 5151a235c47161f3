import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { logsParsers, logsVariables } from './logs-state.ts'
import { SyncRunsDocument } from './operations.generated.ts'
import { SyncLogs } from './sync-logs.tsx'

export const metadata: Metadata = { title: 'Logs of a sync' }

const load = createLoader(logsParsers)

interface Props {
  params: Promise<{ sync: string }>
  searchParams: Promise<SearchParams>
}

export default async function SyncLogsPage({ params, searchParams }: Props) {
  const [{ sync: id }, place] = await Promise.all([params, load(searchParams)])
  return (
    <Preload query={SyncRunsDocument} variables={logsVariables(id, place)}>
      <SyncLogs />
    </Preload>
  )
}
