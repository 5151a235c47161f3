import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { SyncsDocument } from '../../../../integrations/syncs/operations.generated.ts'
import { appSyncsVariables, syncingParsers } from './syncing-state.ts'
import { SyncingTab } from './syncing-tab.tsx'

export const metadata: Metadata = { title: 'Syncing' }

const load = createLoader(syncingParsers)

interface Props {
  params: Promise<{ app: string }>
  searchParams: Promise<SearchParams>
}

export default async function SyncingPage({ params, searchParams }: Props) {
  const [{ app }, place] = await Promise.all([params, load(searchParams)])
  return (
    <Preload query={SyncsDocument} variables={appSyncsVariables(app, place)}>
      <SyncingTab />
    </Preload>
  )
}
