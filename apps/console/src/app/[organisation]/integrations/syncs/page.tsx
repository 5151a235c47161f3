import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { listParsers, listVariables } from './list-state.ts'
import { SyncsDocument } from './operations.generated.ts'
import { SyncList } from './sync-list.tsx'

export const metadata: Metadata = { title: 'Syncs' }

const load = createLoader(listParsers)

export default async function SyncsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={SyncsDocument} variables={listVariables(await load(searchParams))}>
      <SyncList />
    </Preload>
  )
}
