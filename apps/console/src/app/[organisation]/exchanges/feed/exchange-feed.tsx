'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useRef, useState } from 'react'
import { DataTable } from '../../../../components/data-table.tsx'
import { ErrorState, FilteredEmpty, NoPermission } from '../../../../components/states.tsx'
import { ExchangeSheet } from '../detail/exchange-sheet.tsx'
import { Announcement } from './announcement.tsx'
import { useFeedColumns } from './columns.tsx'
import { FeedFilters } from './feed-filters.tsx'
import { FeedFoot } from './feed-foot.tsx'
import { type FeedOf, type FeedState, feedParsers, feedVariables, isFiltered, noFilters } from './feed-state.ts'
import { LiveSwitch } from './live-switch.tsx'
import { NewAbove } from './new-above.tsx'
import { NoExchanges } from './no-exchanges.tsx'
import { StreamEnded } from './stream-ended.tsx'
import { useFeed } from './use-feed.ts'
import { useRowKeys } from './use-row-keys.ts'

interface ExchangeFeedProps extends FeedOf {
  /** When the page was made, in milliseconds since the epoch. */
  madeAtMs: number
  /** Where every login comes from the same place. */
  hideAddress?: boolean
}

/** The attempts to log in, as they happen. With an identity or an account only those that have to do with it. */
export function ExchangeFeed({ madeAtMs, hideAddress = false, ...of }: ExchangeFeedProps) {
  const [state, setState] = useQueryStates(feedParsers)
  const [nowMs, setNowMs] = useState(madeAtMs)
  const box = useRef<HTMLDivElement>(null)
  const open = state.exchange
  const isReading = useCallback(() => open !== null || isLookedAt(box.current), [open])
  const feed = useFeed(feedVariables(state, of, nowMs), { live: state.live, isReading })
  const { shown, waiting, gap, hasOlder } = feed.feed

  const change = (filters: Partial<FeedState>) => {
    if (filters.range) setNowMs(Date.now())
    void setState(filters, { history: 'push' })
  }
  const show = useCallback((id: string) => void setState({ exchange: id }, { history: 'push' }), [setState])
  const toggleLive = () => void setState({ live: !state.live }, { history: 'replace' })
  const place = shown.findIndex(({ id }) => id === open)
  const [above, below] = [place > 0 ? shown[place - 1] : undefined, place >= 0 ? shown[place + 1] : undefined]
  const step = (by: 1 | -1) => {
    const next = by === 1 ? below : above
    if (next) void setState({ exchange: next.id }, { history: 'replace' })
  }
  useRowKeys(box, { onStep: step, isOpen: open !== null, onToggleLive: toggleLive })
  const columns = useFeedColumns({
    openId: open,
    onOpen: show,
    hideIdentity: of.identityId !== undefined,
    hideAccount: of.serviceAccountId !== undefined,
    hideAddress,
  })
  const showNewUnlessReading = () => {
    if (waiting.length > 0 && !isReading()) feed.showNew()
  }
  const filtered = isFiltered(state)
  return (
    <>
      {!feed.isReadable && feed.problem?.code === 'forbidden' && (
        <NoPermission what="exchanges" permission="Logs: read and ExternalIdentities: read" />
      )}
      {!feed.isReadable && feed.problem && feed.problem.code !== 'forbidden' && (
        <ErrorState problem={feed.problem} onRetry={feed.refetch} />
      )}
      {feed.isReadable && (
        <>
          <FeedFilters state={state} of={of} onChange={change} onSearch={(q) => void setState({ q }, { history: 'replace' })} />
          <StreamEnded state={feed.stream} />
          <section
            ref={box}
            aria-label="Exchanges"
            onPointerLeave={showNewUnlessReading}
            onBlur={() => setTimeout(showNewUnlessReading, 0)}
          >
            <div className="flex min-h-11 flex-wrap items-center gap-3 pb-2">
              <LiveSwitch state={feed.stream} enabled={state.live} onToggle={toggleLive} />
              <NewAbove count={waiting.length} more={gap} onShow={feed.showNew} />
            </div>
            {shown.length > 0 && <DataTable caption="Exchanges, newest first" columns={columns} rows={shown} stale={feed.stale} />}
            {shown.length === 0 && filtered && (
              <FilteredEmpty what="exchanges" onClear={() => void setState(noFilters, { history: 'push' })} />
            )}
            {shown.length === 0 && !filtered && <NoExchanges of={of} />}
          </section>
          <FeedFoot
            shown={shown.length}
            total={feed.total}
            hasOlder={hasOlder}
            onOlder={() => void feed.loadOlder()}
            busy={feed.older.busy}
            problem={feed.older.problem}
          />
          <Announcement ids={waiting.length > 0 ? [...waiting, ...shown].map(({ id }) => id) : shown.map(({ id }) => id)} />
        </>
      )}
      <ExchangeSheet
        id={open}
        onClose={() => void setState({ exchange: null }, { history: 'push' })}
        onUp={above && (() => step(-1))}
        onDown={below && (() => step(1))}
      />
    </>
  )
}

/** Under the pointer, with the focus inside, or scrolled down into it. */
const isLookedAt = (box: Element | null): boolean =>
  box !== null && (box.matches(':hover') || box.contains(document.activeElement) || box.getBoundingClientRect().top < 0)
