import type { Stores } from '@bonafide/core'
import type { Metrics } from '@bonafide/rest'
import type { Platform } from './services.ts'

const everyMs = 15_000

interface Measured {
  administration: { stores: Pick<Stores, 'overview'> }
  metrics: Pick<Metrics, 'queue'>
}

/** Looks every few seconds at how far syncs and webhooks are behind, over the connections of administrators. */
export function measureQueue(platform: Measured & Pick<Platform, 'log'>): { stop(): Promise<void> } {
  let underWay = Promise.resolve()
  const look = () => {
    underWay = underWay
      .then(() => noteQueue(platform))
      .catch((error: unknown) => platform.log.warn({ err: error }, 'the queue of syncs was not measured'))
  }
  look()
  const timer = setInterval(look, everyMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return underWay
    },
  }
}

export async function noteQueue({ administration, metrics }: Measured): Promise<void> {
  metrics.queue(await administration.stores.overview.queueFigures())
}
