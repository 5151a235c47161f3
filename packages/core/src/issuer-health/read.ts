import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { type ProviderId, providerIds } from '../external-identities/provider.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import { clockOffsetOf, findingsOf, type HealthFinding, reminderOf } from './findings.ts'
import type { IssuerRecord, WatchedIdentity } from './store.ts'

/** `unknown`: nobody has asked the issuer yet. */
export type HealthLevel = 'danger' | 'warning' | 'unknown' | 'ok'

/** How the issuer of an identity is, as far as this server knows. */
export interface IssuerHealth {
  identity: Pick<WatchedIdentity, 'id' | 'name' | 'provider' | 'enabled' | 'simulated'>
  issuer: string
  level: HealthLevel
  findings: HealthFinding[]
  record: IssuerRecord | null
  /** The issuer's clock minus ours. */
  clockOffsetMs: number | null
  /** When its uploaded keys are due for a look. */
  remindAt: Date | null
}

const worstFirst: HealthLevel[] = ['danger', 'warning', 'unknown', 'ok']
/** More identities with issuers than anybody looks at; those in trouble are among the first in any case. */
const maxIdentities = 2000

/** The providers whose platforms have issuers that can be in trouble. */
export const watchedProviders = ({ providers }: Pick<Context, 'providers'>): ProviderId[] =>
  providerIds.filter((id) => providers[id].watched !== undefined)

/** Every issuer that the organisation trusts, the worst first. */
export async function listIssuerHealth(context: Context): Promise<IssuerHealth[]> {
  authorise(context, 'ExternalIdentities', 'read')
  const { actor, stores } = context
  const identities = await stores.issuerHealth.list(actor.organisationId, watchedProviders(context), maxIdentities)
  return identities
    .map((identity) => healthOf(identity, context))
    .toSorted((left, right) => rankOf(left) - rankOf(right) || left.identity.name.localeCompare(right.identity.name, 'en'))
}

// A disabled identity lets nobody in whatever its issuer does.
const rankOf = ({ level, identity }: IssuerHealth): number => worstFirst.indexOf(level) + (identity.enabled ? 0 : worstFirst.length)

/** Of one identity; null where its platform has no issuer that could be in trouble. */
export async function readIssuerHealth(input: unknown, context: Context): Promise<IssuerHealth | null> {
  authorise(context, 'ExternalIdentities', 'read')
  const { identityId } = parse(z.object({ identityId: uuid }), input)
  const identity = await context.stores.issuerHealth.find(context.actor.organisationId, identityId)
  if (!identity) throw notFound('external identity')
  return watchedProviders(context).includes(identity.provider) ? healthOf(identity, context) : null
}

function healthOf(
  { config, record: kept, ...identity }: WatchedIdentity,
  { providers, runtime }: Pick<Context, 'providers' | 'runtime'>,
): IssuerHealth {
  const watched = providers[identity.provider].watched?.(config)
  const { id, name, provider, enabled, simulated } = identity
  const record = kept && ['', ...(watched?.places ?? [])].includes(kept.place) ? kept : null
  const shown = { identity: { id, name, provider, enabled, simulated }, record }
  if (!watched) return { ...shown, issuer: '', level: 'unknown', findings: [], clockOffsetMs: null, remindAt: null }
  const findings = findingsOf(watched, record, dateOf(runtime))
  return {
    ...shown,
    issuer: watched.issuer,
    level: findings[0]?.severity ?? (record?.askedAt ? 'ok' : 'unknown'),
    findings,
    clockOffsetMs: record && clockOffsetOf(watched, record),
    remindAt: reminderOf(watched, record),
  }
}
