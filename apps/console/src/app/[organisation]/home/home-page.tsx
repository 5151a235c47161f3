'use client'

import { useApolloClient } from '@apollo/client/react'
import { useQueryStates } from 'nuqs'
import { usePageQuery } from '../../../apollo/use-page-query.ts'
import { useClock } from '../../../components/clock.tsx'
import { PageHeader } from '../../../components/page-header.tsx'
import { ErrorState } from '../../../components/states.tsx'
import { useViewer } from '../../../frame/viewer.tsx'
import { useExchangeStream } from '../exchanges/feed/use-exchange-stream.ts'
import { AttentionList } from './attention-list.tsx'
import { ExchangeOverview } from './exchange-overview.tsx'
import { FirstSteps } from './first-steps.tsx'
import { type HomeParts, homeParsers, homeVariables } from './home-state.ts'
import { HomeDocument } from './operations.generated.ts'
import { RecentActivity } from './recent-activity.tsx'

/** Numbers are asked for at most so often, however many exchanges there are. */
const pauseMs = 2000

/** Whether today differs from yesterday, what needs somebody, and the first steps of a newcomer. */
export function HomePage({ madeAtMs, parts }: { madeAtMs: number; parts: HomeParts }) {
  const { organisation } = useViewer()
  const [{ window }, setState] = useQueryStates(homeParsers)
  const { nowMs } = useClock()
  const client = useApolloClient()
  const variables = homeVariables(window, Math.max(madeAtMs, nowMs), parts)
  const { data, problem, stale, refetch } = usePageQuery(HomeDocument, variables)
  const stream = useExchangeStream(
    parts.exchanges,
    () => client.query({ query: HomeDocument, variables, fetchPolicy: 'network-only', errorPolicy: 'all' }),
    pauseMs,
  )
  return (
    <>
      <PageHeader title={organisation.name} />
      {problem && !data && <ErrorState problem={problem} onRetry={refetch} />}
      {data?.exchangeStats && (
        <ExchangeOverview
          stats={data.exchangeStats}
          window={window}
          onWindow={(next) => void setState({ window: next }, { history: 'push' })}
          stream={stream}
          stale={stale}
        />
      )}
      {data && (
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <AttentionList items={data.attention ?? []} />
          <FirstSteps progress={data.setupProgress} />
          {data.auditEvents && <RecentActivity events={data.auditEvents.edges.map(({ node }) => node)} />}
        </div>
      )}
    </>
  )
}
