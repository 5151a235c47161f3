import type { Metadata } from 'next'
import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../apollo/preload.tsx'
import { roleListParsers } from './list-state.ts'
import { RolesDocument } from './operations.generated.ts'
import { RoleList } from './role-list.tsx'

export const metadata: Metadata = { title: 'Roles' }

const load = createLoader(roleListParsers)

export default async function RolesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { after } = await load(searchParams)
  return (
    <Preload query={RolesDocument} variables={{ after }}>
      <RoleList />
    </Preload>
  )
}
