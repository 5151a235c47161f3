import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { pageOf } from '../../../../../../apollo/page-of.ts'
import type { AccountActivityQueryVariables } from './operations.generated.ts'

/** `show`: what was done to the account, or what it did. */
export const activityParsers = {
  show: parseAsStringLiteral(['changes', 'deeds'] as const).withDefault('changes'),
  after: parseAsString,
  before: parseAsString,
}

interface ActivityState {
  show: 'changes' | 'deeds'
  after: string | null
  before: string | null
}

/** The same on the server, which preloads, and in the browser, which shows. */
export const activityVariables = (account: string, { show, ...place }: ActivityState): AccountActivityQueryVariables => ({
  filter: show === 'changes' ? { resourceType: 'service_account', resourceId: account } : { actorId: account },
  ...pageOf(place),
})
