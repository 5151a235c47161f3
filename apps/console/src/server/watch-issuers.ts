import { keepObservations, watchedProviders } from '@bonafide/core'
import type { Platform } from './services.ts'

const everyMs = 60_000

export interface IssuerWatcher {
  /** Writes down what is still in memory. */
  stop(): Promise<void>
}

/**
 * Writes down once a minute what this node's logins have shown of issuers, over the connections of administrators. A login never waits for it,
 * and never fails by it.
 */
export function watchIssuers(platform: Pick<Platform, 'services' | 'administration' | 'metrics' | 'log'>): IssuerWatcher {
  let underWay = Promise.resolve()
  const keep = () => {
    underWay = underWay
      .then(() => noteIssuers(platform))
      .catch((error: unknown) => platform.log.warn({ err: error }, 'the health of issuers was not kept'))
    return underWay
  }
  const timer = setInterval(keep, everyMs)
  timer.unref()
  return {
    stop() {
      clearInterval(timer)
      return keep()
    },
  }
}

/** One round: what was seen is kept and measured. */
export async function noteIssuers({
  services,
  administration,
  metrics,
}: Pick<Platform, 'services' | 'administration' | 'metrics'>): Promise<void> {
  const { stores } = administration
  const observed = await keepObservations({ providers: services.providers, stores })
  for (const [provider, observations] of observed)
    for (const { answer } of observations) if (answer) metrics.issuerAsked(provider, answer.answered, answer.milliseconds / 1000)
  metrics.issuers({ ...(await stores.issuerHealth.count(watchedProviders(services))) })
}
