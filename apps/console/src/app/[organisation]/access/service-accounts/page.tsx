import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { AccountList } from './account-list.tsx'
import { listParsers, listVariables } from './list-state.ts'
import { ServiceAccountsDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Service Accounts' }

const load = createLoader(listParsers)

export default async function ServiceAccountsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={ServiceAccountsDocument} variables={listVariables(await load(searchParams))}>
      <AccountList />
    </Preload>
  )
}
