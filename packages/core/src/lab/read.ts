import { type Context, requireSignedIn } from '../context.ts'
import { authorise, mayInOrganisation } from '../organisations/authorise.ts'
import { demoNames, missingIdentities } from './demo-parts.ts'
import type { Persona } from './lab.ts'
import { requireLab } from './require.ts'
import type { DemoParts } from './store.ts'

/** The Lab as an organisation sees it. */
export interface LabView extends DemoParts {
  /** True when every part of the demo workspace is there. */
  started: boolean
  /** The names of the parts that are not. */
  missing: string[]
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
  const missing = [
    ...(parts.serviceAccount ? [] : [demoNames.serviceAccount]),
    ...missingIdentities(parts, context.lab, organisationId).map(({ name }) => name),
    ...(parts.app ? [] : [demoNames.app]),
    ...(parts.credential ? [] : [demoNames.credential]),
  ]
  const credential = mayInOrganisation(context.actor, 'IntegrationCredentials', 'read') ? parts.credential : null
  return { ...parts, credential, started: missing.length === 0, missing, personas: context.lab.personas }
}

/** Everybody who can be sent to log in. */
export function listPersonas(context: Context): readonly Persona[] {
  requireSignedIn(context)
  return requireLab(context).personas
}
