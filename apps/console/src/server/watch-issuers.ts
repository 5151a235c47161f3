import { keepObservations, type Services, type Stores, watchedProviders } from '@bonafide/core'
import type { Metrics } from '@bonafide/rest'
import type { Platform } from './services.ts'

const everyMs = 60_000

interface Watched {
  services: Pick<Services, 'providers'>
  administration: { stores: Pick<Stores, 'issuerHealth'> }
  metrics: Pick<Metrics, 'issuerAsked' | 'issuers'>
}

export interface IssuerWatcher {
  /** Writes down what is still in memory. */
  stop(): Promise<void>
}

/**
 * Writes down once a minute what this node's logins have shown of issuers, over the connections of administrators. A login never waits for it,
 * and never fails by it.
 */
export function watchIssuers(platform: Watched & Pick<Platform, 'log'>): IssuerWatcher {
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
async function noteIssuers({ services, administration, metrics }: Watched): Promise<void> {
  const { stores } = administration
  const observed = await keepObservations({ providers: services.providers, stores })
  for (const [provider, observations] of observed)
    for (const { answer } of observations) if (answer) metrics.issuerAsked(provider, answer.answered, answer.milliseconds / 1000)
  metrics.issuers({ ...(await stores.issuerHealth.count(watchedProviders(services))) })
}
