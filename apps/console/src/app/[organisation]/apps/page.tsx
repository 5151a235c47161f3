import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../apollo/preload.tsx'
import { AppList } from './app-list.tsx'
import { listParsers, listVariables } from './list-state.ts'
import { AppsDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Apps' }

const load = createLoader(listParsers)

export default async function AppsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={AppsDocument} variables={listVariables(await load(searchParams))}>
      <AppList />
    </Preload>
  )
}
