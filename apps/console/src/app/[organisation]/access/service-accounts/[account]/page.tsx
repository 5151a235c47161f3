import { Preload } from '../../../../../apollo/preload.tsx'
import { AccountOverview } from './account-overview.tsx'
import { AccountIdentitiesDocument } from './external-identities/operations.generated.ts'

export default async function AccountPage({ params }: { params: Promise<{ account: string }> }) {
  const { account } = await params
  return (
    <Preload query={AccountIdentitiesDocument} variables={{ id: account }}>
      <AccountOverview />
    </Preload>
  )
}
