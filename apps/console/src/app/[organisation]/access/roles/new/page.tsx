import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../apollo/preload.tsx'
import { NewRole } from '../new-role.tsx'
import { NewRoleDocument } from '../operations.generated.ts'

export const metadata: Metadata = { title: 'Create a role' }

const load = createLoader({ from: parseAsString })

export default async function NewRolePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { from } = await load(searchParams)
  return (
    <Preload query={NewRoleDocument} variables={{ from: from ?? '', duplicates: from !== null }}>
      <NewRole from={from} />
    </Preload>
  )
}
