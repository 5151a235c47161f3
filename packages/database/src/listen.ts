import pg from 'pg'
import { exchangeChannel } from './stores/exchanges.ts'

/** A new exchange, told by whichever node made it. */
interface ExchangeNotice {
  organisationId: string
  id: string
}

export interface ExchangeListener {
  /**
   * Ids of one organisation's exchanges from now on, until the signal aborts. Throws when the connection is lost: whoever watches comes back
   * and reads from the last id it saw.
   */
  live(organisationId: string, signal: AbortSignal): AsyncIterable<{ id: string }>
  close(): Promise<void>
}

interface Watcher {
  organisationId: string
  tell(id: string): void
  fail(error: Error): void
}

/** One connection per node listens for all of its watchers (PostgreSQL LISTEN/NOTIFY); the first watcher opens it. */
export function listenForExchanges(url: string): ExchangeListener {
  const watchers = new Set<Watcher>()
  let opening: Promise<pg.Client> | null = null

  const lose = (error: Error) => {
    opening = null
    for (const watcher of watchers) watcher.fail(error)
  }

  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, application_name: 'bonafide live', keepAlive: true })
    client.on('error', lose)
    client.on('end', () => lose(new Error('the listening connection ended')))
    client.on('notification', ({ payload }) => {
      const notice = JSON.parse(payload ?? '{}') as ExchangeNotice
      for (const watcher of watchers) if (watcher.organisationId === notice.organisationId) watcher.tell(notice.id)
    })
    await client.connect()
    await client.query(`listen ${exchangeChannel}`)
    return client
  }

  return {
    async *live(organisationId, signal) {
      const ids: string[] = []
      let failure: Error | null = null
      let wake = () => {}
      const watcher: Watcher = {
        organisationId,
        tell: (id) => {
          ids.push(id)
          wake()
        },
        fail: (error) => {
          failure = error
          wake()
        },
      }
      watchers.add(watcher)
      signal.addEventListener('abort', () => wake(), { once: true })
      try {
        opening ??= open()
        await opening.catch((error: Error) => lose(error))
        while (!signal.aborted && failure === null) {
          const id = ids.shift()
          if (id !== undefined) yield { id }
          else await new Promise<void>((resolve) => (wake = resolve))
        }
        if (failure !== null && !signal.aborted) throw failure
      } finally {
        watchers.delete(watcher)
      }
    },
    async close() {
      const client = await opening?.catch(() => null)
      opening = null
      await client?.end()
    },
  }
}
