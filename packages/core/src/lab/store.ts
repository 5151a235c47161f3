import type { ProviderId } from '../external-identities/provider.ts'

interface Named {
  id: string
  name: string
}

/** What is simulated and live in an organisation. */
export interface DemoParts {
  serviceAccount: Named | null
  identities: (Named & { provider: ProviderId })[]
  app: Named | null
}

/** How many rows of each kind were taken away. */
export interface RemovedParts {
  serviceAccounts: number
  tokens: number
  identities: number
  apps: number
  exchanges: number
}

export interface LabStore {
  find(organisationId: string): Promise<DemoParts>
  /** Takes everything simulated of the organisation away for good, deleted things included, and the exchanges that tell of it. */
  remove(organisationId: string): Promise<RemovedParts>
}
