import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../apollo/preload.tsx'
import { requireViewer } from '../../server/for-pages.ts'
import { HomePage } from './home/home-page.tsx'
import { type HomeParts, homeParsers, homeVariables } from './home/home-state.ts'
import { HomeDocument } from './home/operations.generated.ts'

export const metadata: Metadata = { title: 'Home' }

const load = createLoader(homeParsers)

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [{ window }, { permissions }] = await Promise.all([load(searchParams), requireViewer()])
  const { Logs, ExternalIdentities } = permissions.organisation
  const logs = Logs?.includes('read') ?? false
  const parts: HomeParts = { logs, exchanges: logs && (ExternalIdentities?.includes('read') ?? false) }
  const madeAtMs = Date.now()
  return (
    <Preload query={HomeDocument} variables={homeVariables(window, madeAtMs, parts)}>
      <HomePage madeAtMs={madeAtMs} parts={parts} />
    </Preload>
  )
}
