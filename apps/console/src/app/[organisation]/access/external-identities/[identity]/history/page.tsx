import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { historyParsers, historyVariables } from './history-state.ts'
import { IdentityHistory } from './identity-history.tsx'
import { IdentityVersionsDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'History of an external identity' }

const load = createLoader(historyParsers)

interface Props {
  params: Promise<{ identity: string }>
  searchParams: Promise<SearchParams>
}

export default async function IdentityHistoryPage({ params, searchParams }: Props) {
  const [{ identity: id }, { after }] = await Promise.all([params, load(searchParams)])
  return (
    <Preload query={IdentityVersionsDocument} variables={historyVariables(id, after)}>
      <IdentityHistory id={id} />
    </Preload>
  )
}
