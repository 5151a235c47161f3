import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { exchangeChannel } from './stores/exchange-statements.ts'

/** A new exchange, told by whichever node made it. */
interface ExchangeNotice {
  organisationId: string
  id: string
}

export interface ExchangeListener {
  /**
   * Ids of one organisation's exchanges from the moment in which this resolves, until the signal aborts. Throws when the connection is lost:
   * whoever watches comes back and reads from the last id it saw.
   */
  live(organisationId: string, signal: AbortSignal): Promise<AsyncIterable<{ id: string }>>
  close(): Promise<void>
}

interface Watcher {
  organisationId: string
  tell(id: string): void
  fail(error: Error): void
}

/** A node that dies stops being told of after this long, in seconds. */
const watchSeconds = 30
const renewMilliseconds = 10_000

/**
 * One connection per node listens for all of its watchers (PostgreSQL LISTEN/NOTIFY); the first watcher opens it. Who watches is written
 * down (`exchange_watchers`), because a notice makes commits wait for each other and is sent only where somebody wants it.
 */
export function listenForExchanges(url: string): ExchangeListener {
  const nodeId = randomUUID()
  const watchers = new Set<Watcher>()
  let opening: Promise<pg.Client> | null = null
  let renewal: NodeJS.Timeout | null = null
  let current: pg.Client | null = null

  const lose = (client: pg.Client | null, error: Error) => {
    // The end of a connection that has been replaced is nobody's loss.
    if (client !== current) return
    current = null
    opening = null
    if (renewal) clearInterval(renewal)
    for (const watcher of watchers) watcher.fail(error)
  }

  const announce = (client: pg.Client, organisationIds: readonly string[]) =>
    client.query(
      `with gone as (delete from exchange_watchers where until < now() - interval '1 hour')
       insert into exchange_watchers (organisation_id, node_id, until)
       select id, $2, now() + $3 * interval '1 second' from organisations where id = any($1::uuid[])
       on conflict (organisation_id, node_id) do update set until = excluded.until`,
      [organisationIds, nodeId, watchSeconds],
    )

  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, application_name: 'bonafide live', keepAlive: true })
    current = client
    client.on('error', (error) => lose(client, error))
    client.on('end', () => lose(client, new Error('the listening connection ended')))
    client.on('notification', ({ payload }) => {
      const notice = JSON.parse(payload ?? '{}') as ExchangeNotice
      for (const watcher of watchers) if (watcher.organisationId === notice.organisationId) watcher.tell(notice.id)
    })
    try {
      await client.connect()
      await client.query(`listen ${exchangeChannel}`)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    const renew = () => announce(client, [...new Set([...watchers].map((watcher) => watcher.organisationId))])
    renewal = setInterval(() => void renew().catch((error: Error) => lose(client, error)), renewMilliseconds)
    renewal.unref()
    return client
  }

  const connected = (): Promise<pg.Client> => {
    opening ??= open().catch((error: Error) => {
      opening = null
      throw error
    })
    return opening
  }

  return {
    async live(organisationId, signal) {
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
      const leave = () => {
        watchers.delete(watcher)
        wake()
      }
      signal.addEventListener('abort', leave, { once: true })
      try {
        await announce(await connected(), [organisationId])
        if (signal.aborted) leave()
      } catch (error) {
        leave()
        throw error
      }
      return (async function* () {
        while (!signal.aborted) {
          if (failure) throw failure
          const id = ids.shift()
          if (id !== undefined) yield { id }
          else
            await new Promise<void>((resolve) => {
              wake = resolve
            })
        }
      })()
    },
    async close() {
      if (renewal) clearInterval(renewal)
      const client = await opening?.catch(() => null)
      opening = null
      current = null
      await client?.query('delete from exchange_watchers where node_id = $1', [nodeId]).catch(() => {})
      await client?.end()
    },
  }
}
