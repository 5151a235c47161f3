'use client'

import { useApolloClient } from '@apollo/client/react'
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { type Problem, problemOf } from '../../../../apollo/problem.ts'
import { usePageQuery } from '../../../../apollo/use-page-query.ts'
import { ExchangesDocument, type ExchangesQuery, type ExchangesQueryVariables } from '../operations.generated.ts'
import type { FeedRow } from './columns.tsx'
import { addOlder, type Feed, type LatestPage, receiveLatest, showWaiting, startFeed } from './feed-rows.ts'
import { useExchangeStream } from './use-exchange-stream.ts'

type FeedEvent =
  | { kind: 'latest'; key: string; page: LatestPage<FeedRow>; hold: boolean }
  | { kind: 'older'; key: string; page: LatestPage<FeedRow> }
  | { kind: 'show' }

interface KeyedFeed {
  /** Which filters it was asked with. */
  key: string
  feed: Feed<FeedRow>
}

function step(state: KeyedFeed, event: FeedEvent): KeyedFeed {
  if (event.kind === 'show') return { ...state, feed: showWaiting(state.feed) }
  if (event.key !== state.key) return event.kind === 'latest' ? { key: event.key, feed: startFeed(event.page) } : state
  if (event.kind === 'older') return { ...state, feed: addOlder(state.feed, event.page) }
  const feed = receiveLatest(state.feed, event.page)
  return { ...state, feed: event.hold ? feed : showWaiting(feed) }
}

const nothing: LatestPage<FeedRow> = { rows: [], hasNextPage: false }

const pageOf = (data: ExchangesQuery | undefined): LatestPage<FeedRow> =>
  data?.exchanges
    ? {
        rows: data.exchanges.edges.map(({ cursor, node }) => ({ ...node, cursor })),
        hasNextPage: data.exchanges.pageInfo.hasNextPage,
      }
    : nothing

interface FeedOptions {
  live: boolean
  /** Whether somebody reads right now: then new rows wait. */
  isReading: () => boolean
}

/** The exchanges of a filter, newest first, growing at the top while `live` and at the bottom by `loadOlder`. */
export function useFeed(variables: ExchangesQueryVariables, { live, isReading }: FeedOptions) {
  const client = useApolloClient()
  const { data, problem, stale, refetch } = usePageQuery(ExchangesDocument, variables)
  const key = JSON.stringify(variables)
  const page = useMemo(() => pageOf(data), [data])
  const [{ feed }, dispatch] = useReducer(step, { key, feed: startFeed(page) })
  const [older, setOlder] = useState<{ busy: boolean; problem?: Problem }>({ busy: false })
  const readingNow = useRef(isReading)
  useEffect(() => {
    readingNow.current = isReading
  })
  useEffect(() => {
    if (!stale) dispatch({ kind: 'latest', key, page, hold: readingNow.current() })
  }, [key, page, stale])

  const askAgain = useCallback(
    () =>
      client.query({
        query: ExchangesDocument,
        variables: JSON.parse(key) as ExchangesQueryVariables,
        fetchPolicy: 'network-only',
        errorPolicy: 'all',
      }),
    [client, key],
  )
  const stream = useExchangeStream(live && problem?.code !== 'forbidden', askAgain)

  const after = feed.shown.at(-1)?.cursor
  const loadOlder = async () => {
    setOlder({ busy: true })
    const answer = await client
      .query({ query: ExchangesDocument, variables: { ...variables, after }, fetchPolicy: 'no-cache', errorPolicy: 'all' })
      .catch((error: unknown) => ({ data: undefined, error }))
    const found = answer.data as ExchangesQuery | undefined
    if (found?.exchanges) dispatch({ kind: 'older', key, page: pageOf(found) })
    setOlder({ busy: false, problem: found?.exchanges ? undefined : problemOf(answer.error) })
  }
  return {
    feed,
    total: data?.exchanges?.totalCount ?? null,
    isReadable: data?.exchanges != null,
    problem,
    stale,
    stream,
    refetch,
    loadOlder,
    older,
    showNew: useCallback(() => dispatch({ kind: 'show' }), []),
  }
}
