import type { Metadata } from 'next'
import { Preload } from '../../../../../apollo/preload.tsx'
import { MemberDetail } from './member-detail.tsx'
import { MemberDetailDocument } from './operations.generated.ts'

export const metadata: Metadata = { title: 'Member' }

export default async function MemberPage({ params }: { params: Promise<{ member: string }> }) {
  const { member: id } = await params
  return (
    <Preload query={MemberDetailDocument} variables={{ id }}>
      <MemberDetail id={id} />
    </Preload>
  )
}
