import type { RequestOrigin } from '@bonafide/core'
import type { Context } from 'hono'

/** What Hono carries through one request. */
export interface Env {
  Bindings: {
    /** Address at the other end of the socket; missing where the platform hides it. */
    peerAddress?: string
  }
  Variables: {
    /** Set before any route runs. */
    origin: RequestOrigin
    startedAt: number
    /** The reason that the answer carries, for logs and metrics. */
    problemCode: string
    /** Who vouched for the caller, where the path does not say it; for metrics. */
    exchangeProvider: string
  }
}

export type HonoContext = Context<Env>
