import { parseAsStringLiteral } from 'nuqs/server'
import type { HomeQueryVariables } from './operations.generated.ts'

const hourMs = 3_600_000

/** How far back the chart goes, and in how many bars. */
export const windows = {
  '24h': { label: 'Last 24 hours', buckets: 24, bucketMs: hourMs },
  '7d': { label: 'Last 7 days', buckets: 28, bucketMs: 6 * hourMs },
  '30d': { label: 'Last 30 days', buckets: 30, bucketMs: 24 * hourMs },
} as const
export type Window = keyof typeof windows

export const homeParsers = { window: parseAsStringLiteral(['24h', '7d', '30d'] as const).withDefault('24h') }

/** What of the page is for whoever looks. */
export interface HomeParts {
  exchanges: boolean
  logs: boolean
}

/** The same on the server and in the browser; bars begin at whole hours, the last one is the one that is under way. */
export function homeVariables(window: Window, nowMs: number, parts: HomeParts): HomeQueryVariables {
  const { buckets, bucketMs } = windows[window]
  const untilMs = Math.ceil(nowMs / bucketMs) * bucketMs
  return {
    since: new Date(untilMs - buckets * bucketMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    buckets,
    ...parts,
  }
}
