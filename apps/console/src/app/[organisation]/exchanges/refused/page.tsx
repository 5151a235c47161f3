import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { PageHeader } from '../../../../components/page-header.tsx'
import { inboxParsers, inboxVariables } from './inbox-state.ts'
import { RefusedInboxDocument } from './operations.generated.ts'
import { RefusedInbox } from './refused-inbox.tsx'

export const metadata: Metadata = { title: 'Refused callers' }

const load = createLoader(inboxParsers)

export default async function RefusedPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const state = await load(searchParams)
  return (
    <>
      <PageHeader
        title="Refused callers"
        description="Workloads that a platform vouched for and that were refused all the same. Trust those that are yours."
      />
      <Preload query={RefusedInboxDocument} variables={inboxVariables(state)}>
        <RefusedInbox />
      </Preload>
    </>
  )
}
