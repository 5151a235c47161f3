import { parseAsString } from 'nuqs/server'
import { pageOf } from '../../../../../../apollo/page-of.ts'
import type { AppLogsQueryVariables } from './operations.generated.ts'

export const logsParsers = {
  q: parseAsString.withDefault(''),
  environment: parseAsString,
  action: parseAsString,
  after: parseAsString,
  before: parseAsString,
}

interface LogsState {
  q: string
  environment: string | null
  action: string | null
  after: string | null
  before: string | null
}

interface LoggedApp {
  id: string
  environments: readonly { id: string }[]
}

/** What was done to the app itself and in its environments. */
export const logsVariables = ({ q, environment, action, ...place }: LogsState, app: LoggedApp): AppLogsQueryVariables => ({
  filter: {
    search: q === '' ? null : q,
    actionPrefix: action,
    resourceIds: environment === null ? [app.id, ...app.environments.map(({ id }) => id)] : [environment],
  },
  ...pageOf(place, 50),
})
