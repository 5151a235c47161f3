import { OutboundError, type OutboundResponse, type Runtime } from '../runtime.ts'

/** More addresses than an organisation has issuers that speak under one name. */
const mostAddresses = 10

/**
 * The same network, over which nothing is fetched twice: however many identities want the keys of an issuer, it is asked for them once. What
 * changes something there, such as a signed request, is sent as it is.
 */
export function askingOnce<Lent extends Runtime>(runtime: Lent): Lent {
  const answers = new Map<string, Promise<OutboundResponse>>()
  return {
    ...runtime,
    fetch(url, init = {}) {
      if (init.method !== undefined && init.method !== 'GET') return runtime.fetch(url, init)
      const question = JSON.stringify([url, init])
      const known = answers.get(question)
      if (known) return known
      if (answers.size >= mostAddresses)
        return Promise.reject(new OutboundError('refused', `one dry run asks at most ${mostAddresses} addresses`))
      const answer = runtime.fetch(url, init)
      answers.set(question, answer)
      return answer
    },
  }
}
