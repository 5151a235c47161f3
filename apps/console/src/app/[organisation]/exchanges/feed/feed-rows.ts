/** What a list shows of something that grows at its top while people read it. Ids sort by time, the newest is the greatest. */
export interface Feed<Row extends Placed> {
  shown: readonly Row[]
  /** Newer than what is shown, held back so that nothing moves under the reader. */
  waiting: readonly Row[]
  /** More came than one page holds: between what waits and what is shown some are missing. */
  gap: boolean
  /** Whether the server has older ones than the last that is shown. */
  hasOlder: boolean
}

export interface Placed {
  id: string
  cursor: string
}

export interface LatestPage<Row extends Placed> {
  /** Newest first. */
  rows: readonly Row[]
  hasNextPage: boolean
}

export const startFeed = <Row extends Placed>({ rows, hasNextPage }: LatestPage<Row>): Feed<Row> => ({
  shown: rows,
  waiting: [],
  gap: false,
  hasOlder: hasNextPage,
})

/** Takes in the newest page as the server has it now: what is new waits, what has changed is replaced, what is gone goes. */
export function receiveLatest<Row extends Placed>(feed: Feed<Row>, page: LatestPage<Row>): Feed<Row> {
  const known = new Set([...feed.waiting, ...feed.shown].map(({ id }) => id))
  const latest = new Map(page.rows.map((row) => [row.id, row]))
  if (known.size === 0) return { ...startFeed(page), shown: [], waiting: page.rows }
  const isAdjoining = !page.hasNextPage || page.rows.some(({ id }) => known.has(id))
  if (!isAdjoining) return { ...feed, waiting: page.rows, gap: true }
  const oldest = page.hasNextPage ? (page.rows.at(-1)?.id ?? '') : ''
  const still = (row: Row): Row[] => {
    const now = latest.get(row.id)
    return now ? [now] : row.id >= oldest ? [] : [row]
  }
  const shown = feed.shown.flatMap(still)
  const newest = shown[0]?.id ?? ''
  const fresh = page.rows.filter(({ id }) => !known.has(id))
  const waiting = [...fresh, ...feed.waiting.flatMap(still)].toSorted(byAge)
  // One that was written late belongs further down, where showing it moves nothing above it.
  const late = waiting.filter(({ id }) => id < newest)
  return {
    ...feed,
    shown: late.length === 0 ? shown : [...shown, ...late].toSorted(byAge),
    waiting: late.length === 0 ? waiting : waiting.filter(({ id }) => id >= newest),
  }
}

export const showWaiting = <Row extends Placed>(feed: Feed<Row>): Feed<Row> =>
  feed.waiting.length === 0
    ? feed
    : {
        shown: feed.gap ? feed.waiting : [...feed.waiting, ...feed.shown],
        waiting: [],
        gap: false,
        hasOlder: feed.gap || feed.hasOlder,
      }

export function addOlder<Row extends Placed>(feed: Feed<Row>, { rows, hasNextPage }: LatestPage<Row>): Feed<Row> {
  const known = new Set(feed.shown.map(({ id }) => id))
  return { ...feed, shown: [...feed.shown, ...rows.filter(({ id }) => !known.has(id))], hasOlder: hasNextPage }
}

const byAge = (left: Placed, right: Placed): number => (left.id < right.id ? 1 : left.id > right.id ? -1 : 0)
