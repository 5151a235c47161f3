import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../apollo/preload.tsx'
import { PageHeader } from '../../../../../components/page-header.tsx'
import { NewRole } from '../new-role.tsx'
import { NewRoleDocument } from '../operations.generated.ts'

export const metadata: Metadata = { title: 'Create a role' }

const load = createLoader({ from: parseAsString })

interface Props {
  params: Promise<{ organisation: string }>
  searchParams: Promise<SearchParams>
}

export default async function NewRolePage({ params, searchParams }: Props) {
  const [{ organisation }, { from }] = await Promise.all([params, load(searchParams)])
  return (
    <>
      <PageHeader
        title="Create a role"
        crumbs={[{ label: 'Roles', href: `/${organisation}/access/roles` }]}
        description="It can be given to members, invites and service accounts as soon as it is there."
      />
      <Preload query={NewRoleDocument} variables={{ from: from ?? '', duplicates: from !== null }}>
        <NewRole from={from} />
      </Preload>
    </>
  )
}
