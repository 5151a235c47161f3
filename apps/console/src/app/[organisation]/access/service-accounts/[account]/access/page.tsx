import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { accessParsers } from './access-state.ts'
import { AccountAccess } from './account-access.tsx'
import { AccountAccessDocument } from './operations.generated.ts'

const load = createLoader(accessParsers)

interface Props {
  params: Promise<{ account: string }>
  searchParams: Promise<SearchParams>
}

export default async function AccountAccessPage({ params, searchParams }: Props) {
  const [{ account }, { after }] = await Promise.all([params, load(searchParams)])
  return (
    <Preload query={AccountAccessDocument} variables={{ id: account, after }}>
      <AccountAccess />
    </Preload>
  )
}
