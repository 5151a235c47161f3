import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { CredentialList } from './credential-list.tsx'
import { listParsers, listVariables } from './list-state.ts'
import { CredentialsDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Third-party credentials' }

const load = createLoader(listParsers)

export default async function CredentialsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={CredentialsDocument} variables={listVariables(await load(searchParams))}>
      <CredentialList />
    </Preload>
  )
}
