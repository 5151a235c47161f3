import { type Context, requireSignedIn } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import type { Persona } from './lab.ts'
import { requireLab } from './require.ts'
import type { DemoParts } from './store.ts'

/** The Lab as an organisation sees it. */
export interface LabView extends DemoParts {
  /** True when every part of the demo workspace is there. */
  started: boolean
  personas: readonly Persona[]
}

/** The Lab and the organisation's demo workspace; null where the Lab is off. */
export async function readLab(context: Context): Promise<LabView | null> {
  requireSignedIn(context)
  if (!context.lab) return null
  authorise(context, 'ServiceAccounts', 'read')
  authorise(context, 'ExternalIdentities', 'read')
  const { organisationId } = context.actor
  const parts = await context.stores.lab.find(organisationId)
  const wanted = context.lab.identities(organisationId)
  const complete = wanted.every(({ provider }) => parts.identities.some((identity) => identity.provider === provider))
  return { ...parts, started: complete && parts.serviceAccount !== null && parts.app !== null, personas: context.lab.personas }
}

/** Everybody who can be sent to log in. */
export function listPersonas(context: Context): readonly Persona[] {
  requireSignedIn(context)
  return requireLab(context).personas
}
