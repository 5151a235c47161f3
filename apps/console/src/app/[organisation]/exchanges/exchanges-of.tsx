import { createLoader, type SearchParams } from 'nuqs/server'
import { Preload } from '../../../apollo/preload.tsx'
import { ExchangeFeed } from './feed/exchange-feed.tsx'
import { type FeedOf, feedParsers, feedVariables } from './feed/feed-state.ts'
import { ExchangesDocument } from './operations.generated.ts'

interface ExchangesOfProps extends FeedOf {
  searchParams: Promise<SearchParams>
}

const load = createLoader(feedParsers)

/** The live feed, preloaded: all of the organisation, or those of one identity or account. For the page itself and for tabs of others. */
export async function ExchangesOf({ searchParams, ...of }: ExchangesOfProps) {
  const state = await load(searchParams)
  const madeAtMs = Date.now()
  return (
    <Preload query={ExchangesDocument} variables={feedVariables(state, of, madeAtMs)}>
      <ExchangeFeed madeAtMs={madeAtMs} {...of} />
    </Preload>
  )
}
