import type { Metadata } from 'next'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { FreshIdentityDocument } from '../../form/operations.generated.ts'
import { TestIdentity } from './test-identity.tsx'

export const metadata: Metadata = { title: 'Test an external identity' }

export default async function IdentityTestPage({ params }: { params: Promise<{ identity: string }> }) {
  const { identity: id } = await params
  return (
    <Preload query={FreshIdentityDocument} variables={{ id }}>
      <TestIdentity id={id} />
    </Preload>
  )
}
