import { Preload } from '../../../../../../apollo/preload.tsx'
import { IdentitiesSection } from './identities-section.tsx'
import { AccountIdentitiesDocument } from './operations.generated.ts'

export default async function AccountIdentitiesPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params
  return (
    <Preload query={AccountIdentitiesDocument} variables={{ id: account }}>
      <IdentitiesSection />
    </Preload>
  )
}
