import type { DemoIdentity, Lab } from './lab.ts'
import type { DemoParts } from './store.ts'

export const demoNames = { serviceAccount: 'ci-demo', app: 'demo', credential: 'Lab AWS' }

/** The identities that the Lab wants and a workspace lacks: one that was loaded before the Lab learned of a platform, or lost some since. */
export function missingIdentities({ identities }: DemoParts, lab: Lab, organisationId: string): DemoIdentity[] {
  const names = new Set(identities.map(({ name }) => name))
  return lab.identities(organisationId).filter(({ name }) => !names.has(name))
}
