import type { Services } from '../context.ts'
import { type ProviderId, providerIds } from '../external-identities/provider.ts'
import type { Stores } from '../stores.ts'
import type { IssuerObservation } from './observation.ts'

interface IssuerNotes extends Pick<Services, 'providers'> {
  stores: Pick<Stores, 'issuerHealth'>
}

/**
 * Writes down what this node's logins have taught it of issuers since the last time: one statement, beside the logins and never within one.
 * Answers what it wrote, by provider.
 */
export async function keepObservations({ providers, stores }: IssuerNotes): Promise<Map<ProviderId, IssuerObservation[]>> {
  const observed = new Map(providerIds.map((id) => [id, providers[id].observed?.() ?? []]))
  const all = [...observed.values()].flat()
  if (all.length > 0) await stores.issuerHealth.keep(all)
  return observed
}
