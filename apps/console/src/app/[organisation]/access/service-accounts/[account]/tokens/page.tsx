import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { ServiceAccountTokensDocument } from '../../../tokens/operations.generated.ts'
import { tokenParsers, tokenVariables } from '../../../tokens/token-state.ts'
import { AccountTokens } from './account-tokens.tsx'

const load = createLoader(tokenParsers)

interface Props {
  params: Promise<{ account: string }>
  searchParams: Promise<SearchParams>
}

export default async function AccountTokensPage({ params, searchParams }: Props) {
  const [{ account }, state] = await Promise.all([params, load(searchParams)])
  return (
    <Preload query={ServiceAccountTokensDocument} variables={tokenVariables(state, account)}>
      <AccountTokens />
    </Preload>
  )
}
