import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../../../../apollo/preload.tsx'
import { AccountActivity } from './account-activity.tsx'
import { activityParsers, activityVariables } from './activity-state.ts'
import { AccountActivityDocument } from './operations.generated.ts'

const load = createLoader(activityParsers)

interface Props {
  params: Promise<{ account: string }>
  searchParams: Promise<SearchParams>
}

export default async function AccountActivityPage({ params, searchParams }: Props) {
  const [{ account }, state] = await Promise.all([params, load(searchParams)])
  return (
    <Preload query={AccountActivityDocument} variables={activityVariables(account, state)}>
      <AccountActivity />
    </Preload>
  )
}
