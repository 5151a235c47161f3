import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { memberParsers, memberVariables } from './list-state.ts'
import { MemberList } from './member-list.tsx'
import { MembersDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Members' }

const load = createLoader(memberParsers)

export default async function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (
    <Preload query={MembersDocument} variables={memberVariables(await load(searchParams))}>
      <MemberList />
    </Preload>
  )
}
