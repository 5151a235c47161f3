import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { ServiceAccountTokensDocument } from './operations.generated.ts'
import { TokenList } from './token-list.tsx'
import { tokenParsers, tokenVariables } from './token-state.ts'

export const metadata: Metadata = { title: 'Tokens' }

const load = createLoader(tokenParsers)

export default async function TokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <>
      <PageHeader
        title="Tokens"
        description="Every token of every service account, whether a workload logged in for it or somebody made it."
      />
      <Preload query={ServiceAccountTokensDocument} variables={tokenVariables(await load(searchParams))}>
        <TokenList
          empty={
            <p>
              Workloads get tokens by logging in with an external identity; people make them by hand on the page of a service account. Both
              show up here, with what they came from and when they were last used.
            </p>
          }
        />
      </Preload>
    </>
  )
}
