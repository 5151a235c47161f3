import * as z from 'zod'
import type { Context } from '../context.ts'
import { requireSignedIn } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { type Page, parseList } from '../page.ts'
import { parse, text, uuid } from '../parse.ts'
import type { ExternalIdentity } from './identity.ts'
import { type LintFinding, type ProviderForm, providerIds } from './provider.ts'
import { identityOrder } from './store.ts'

const filterInput = z.object({
  search: text(200).optional(),
  provider: z.enum(providerIds).optional(),
  enabled: z.boolean().optional(),
  bound: z.boolean().optional(),
  simulated: z.boolean().optional(),
})

export async function listExternalIdentities(input: unknown, context: Context): Promise<Page<ExternalIdentity>> {
  authorise(context, 'ExternalIdentities', 'read')
  const { filter, page } = parseList(input, identityOrder, filterInput)
  // What a list is ordered or narrowed by, it tells.
  if (page.order.field === 'lastExchangeAt') authorise(context, 'Logs', 'read')
  if (filter.bound !== undefined) authorise(context, 'ServiceAccounts', 'read')
  return context.stores.externalIdentities.list(context.actor.organisationId, filter, page)
}

export async function readExternalIdentity(input: unknown, context: Context): Promise<ExternalIdentity> {
  authorise(context, 'ExternalIdentities', 'read')
  const { id } = parse(z.object({ id: uuid }), input)
  const identity = await context.stores.externalIdentities.find(context.actor.organisationId, id)
  if (!identity) throw notFound('external identity')
  return identity
}

/** Those of the identities that exist, in the order of their ids. */
export async function readExternalIdentities(input: unknown, context: Context): Promise<ExternalIdentity[]> {
  authorise(context, 'ExternalIdentities', 'read')
  const { ids } = parse(z.object({ ids: z.array(uuid).max(5000) }), input)
  return context.stores.externalIdentities.findMany(context.actor.organisationId, ids)
}

/** Every platform that can be trusted, with the fields of its form. */
export function listIdentityProviders(context: Context): ProviderForm[] {
  requireSignedIn(context)
  return providerIds.map((id) => context.providers[id].form)
}

const brokenConfig: LintFinding = {
  code: 'identity_misconfigured',
  severity: 'danger',
  pointer: '',
  message: 'The stored configuration is not valid, so nobody can log in with it. Open it and save it again.',
}

const onlyReports: LintFinding = {
  code: 'report_only',
  severity: 'warning',
  pointer: '',
  message: 'Its inner rules refuse nobody: whom they do not trust is let in and counted. Enforce it once the count has said enough.',
}

/** What deserves a second look in an identity, allowed as it is. */
export function lintIdentity(identity: ExternalIdentity, context: Pick<Context, 'providers'>): LintFinding[] {
  const provider = context.providers[identity.provider]
  const config = provider.configSchema.safeParse(identity.config)
  const findings = config.success ? provider.lint(config.data, identity) : [brokenConfig]
  return identity.reportOnlySince ? [onlyReports, ...findings] : findings
}

/** One line that says whom the identity trusts. */
export function summaryOf(identity: ExternalIdentity, context: Pick<Context, 'providers'>): string {
  const provider = context.providers[identity.provider]
  const config = provider.configSchema.safeParse(identity.config)
  return config.success ? provider.summary(config.data) : brokenConfig.message
}
