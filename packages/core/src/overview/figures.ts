import * as z from 'zod'
import { holderOf, reachesEverything } from '../apps/reach.ts'
import type { Context } from '../context.ts'
import { authorise, mayInOrganisation } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import type { AccountFigures, IdentityFigures, RoleCounts } from './store.ts'

const idsInput = z.object({ ids: z.array(uuid).max(5000) })

/** Figures of service accounts, by their id. What the role of whoever asks does not cover is null: a list must not fail for it. */
export async function readAccountFigures(input: unknown, context: Context): Promise<Map<string, AccountFigures>> {
  authorise(context, 'ServiceAccounts', 'read')
  const { ids } = parse(idsInput, input)
  const { actor } = context
  const holder = reachesEverything(actor) ? null : holderOf(actor)
  const found = await context.stores.overview.accountFigures(actor.organisationId, ids, holder)
  const seesTokens = mayInOrganisation(actor, 'ServiceAccountTokens', 'read')
  const seesIdentities = mayInOrganisation(actor, 'ExternalIdentities', 'read')
  const seesApps = mayInOrganisation(actor, 'Apps', 'read')
  return mapped(found, (figures) => ({
    lastUsedAt: seesTokens ? figures.lastUsedAt : null,
    activeTokenCount: seesTokens ? figures.activeTokenCount : null,
    neverExpiringTokenCount: seesTokens ? figures.neverExpiringTokenCount : null,
    externalIdentityCount: seesIdentities ? figures.externalIdentityCount : null,
    appCount: seesApps ? figures.appCount : null,
  }))
}

/** Figures of external identities, by their id. */
export async function readIdentityFigures(input: unknown, context: Context): Promise<Map<string, IdentityFigures>> {
  authorise(context, 'ExternalIdentities', 'read')
  const { ids } = parse(idsInput, input)
  const { actor } = context
  const found = await context.stores.overview.identityFigures(actor.organisationId, ids)
  const seesAccounts = mayInOrganisation(actor, 'ServiceAccounts', 'read')
  const seesTokens = mayInOrganisation(actor, 'ServiceAccountTokens', 'read')
  const seesLogs = mayInOrganisation(actor, 'Logs', 'read')
  return mapped(found, (figures) => ({
    ...figures,
    boundAccountCount: seesAccounts ? figures.boundAccountCount : null,
    liveTokenCount: seesTokens ? figures.liveTokenCount : null,
    lastExchangeAt: seesLogs ? figures.lastExchangeAt : null,
    lastAcceptedAt: seesLogs ? figures.lastAcceptedAt : null,
  }))
}

/** How many hold each role of the organisation. */
export async function readRoleCounts(context: Context): Promise<Map<string, RoleCounts>> {
  authorise(context, 'Roles', 'read')
  const { actor } = context
  const found = await context.stores.overview.roleCounts(actor.organisationId)
  const seesMembers = mayInOrganisation(actor, 'Members', 'read')
  const seesAccounts = mayInOrganisation(actor, 'ServiceAccounts', 'read')
  return mapped(found, (counts) => ({
    memberCount: seesMembers ? counts.memberCount : null,
    serviceAccountCount: seesAccounts ? counts.serviceAccountCount : null,
  }))
}

const mapped = <Value>(found: ReadonlyMap<string, Value>, shown: (value: Value) => Value): Map<string, Value> =>
  new Map([...found].map(([id, value]) => [id, shown(value)]))
