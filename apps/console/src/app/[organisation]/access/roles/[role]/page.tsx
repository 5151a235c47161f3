import type { Metadata } from 'next'
import { Preload } from '../../../../../apollo/preload.tsx'
import { RoleDetailDocument } from '../operations.generated.ts'
import { RoleDetail } from '../role-detail.tsx'

export const metadata: Metadata = { title: 'Role' }

export default async function RolePage({ params }: { params: Promise<{ role: string }> }) {
  const { role: id } = await params
  return (
    <Preload query={RoleDetailDocument} variables={{ id }}>
      <RoleDetail id={id} />
    </Preload>
  )
}
