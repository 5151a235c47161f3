import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { IdentityList } from './identity-list.tsx'
import { listParsers, listVariables } from './list-state.ts'
import { ExternalIdentitiesDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'External Identities' }

const load = createLoader(listParsers)

export default async function ExternalIdentitiesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={ExternalIdentitiesDocument} variables={listVariables(await load(searchParams))}>
      <IdentityList />
    </Preload>
  )
}
