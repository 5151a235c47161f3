import type { Metadata } from 'next'
import { Preload } from '../../../../../apollo/preload.tsx'
import { IdentityOverviewDocument } from './operations.generated.ts'
import { Overview } from './overview.tsx'

export const metadata: Metadata = { title: 'External identity' }

export default async function IdentityPage({ params }: { params: Promise<{ identity: string }> }) {
  const { identity: id } = await params
  return (
    <Preload query={IdentityOverviewDocument} variables={{ id }}>
      <Overview id={id} />
    </Preload>
  )
}
