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
  /** What signs in to the simulated account of AWS. */
  credential: Named | null
}

/** How many rows of each kind were taken away. */
export interface RemovedParts {
  serviceAccounts: number
  tokens: number
  identities: number
  apps: number
  credentials: number
  exchanges: number
}

export interface LabStore {
  find(organisationId: string): Promise<DemoParts>
  /** Takes everything simulated of the organisation away for good, deleted things included, and the exchanges that tell of it. */
  remove(organisationId: string): Promise<RemovedParts>
  /** The simulated account of AWS: `bf:v1:…` with the place `lab_aws:<organisation id>`; null when nothing has happened in it yet. */
  readAws(organisationId: string): Promise<string | null>
  /** The same, and nobody else reads it to change it before our transaction ends. */
  lockAws(organisationId: string): Promise<string | null>
  saveAws(organisationId: string, serverWrappedState: string): Promise<void>
}
