import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../apollo/preload.tsx'
import { AuditLog } from './audit-log.tsx'
import { logParsers, logVariables } from './list-state.ts'
import { AuditLogDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Audit Logs' }

const load = createLoader(logParsers)

export default async function LogsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const nowMs = Date.now()
  return (
    <Preload query={AuditLogDocument} variables={logVariables(await load(searchParams), nowMs)}>
      <AuditLog lookedAtMs={nowMs} />
    </Preload>
  )
}
