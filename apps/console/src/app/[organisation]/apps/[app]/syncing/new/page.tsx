import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { requireViewer } from '../../../../../../server/for-pages.ts'
import { NewSyncPage } from './new-sync-page.tsx'
import { wizardParsers } from './wizard-state.ts'

export const metadata: Metadata = { title: 'Create a Sync' }

const load = createLoader(wizardParsers)

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await Promise.all([requireViewer(), load(searchParams)])
  return <NewSyncPage />
}
