import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { requireAccount, requireReachOfAccount, requireRightsOfAccount } from '../service-accounts/rights.ts'
import type { ServiceAccount } from '../service-accounts/service-account.ts'
import type { Lab, LoginTarget, Persona } from './lab.ts'

/** The Lab, or `lab_off`. */
export function requireLab({ lab }: Pick<Context, 'lab'>): Lab {
  if (lab) return lab
  throw new DomainError('lab_off', 'The Lab is off on this server. Set BONAFIDE_LAB=1 and restart the server to switch it on.')
}

export function requirePersona(id: string, lab: Lab): Persona {
  const persona = lab.personas.find((one) => one.id === id)
  if (!persona) throw notFound('persona')
  return persona
}

/**
 * The account that personas become. Whoever lets them is letting others act as it, as by making a token by hand, so it takes the same rights.
 */
export async function requireDemoAccount(context: SignedInContext): Promise<ServiceAccount> {
  authorise(context, 'ServiceAccountTokens', 'create')
  const { stores, actor } = context
  const { serviceAccount } = await stores.lab.find(actor.organisationId)
  if (!serviceAccount) throw new DomainError('conflict', 'There is no demo workspace yet. Load it first.')
  const account = await requireAccount(serviceAccount.id, stores, context)
  await requireRightsOfAccount(account, stores, context)
  await requireReachOfAccount(account, stores, context)
  return account
}

/** Where a persona logs in. */
export const loginTarget = ({ organisationId, id }: ServiceAccount, { settings }: Context): LoginTarget => ({
  organisationId,
  serviceAccountId: id,
  publicUrl: settings.publicUrl,
})
