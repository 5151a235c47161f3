import * as z from 'zod'
import type { SignedInActor } from '../actor.ts'
import { holderOf, reachesEverything } from '../apps/reach.ts'
import { type Context, requireSignedIn } from '../context.ts'
import { issuersInTrouble } from '../issuer-health/attention.ts'
import { listIssuerHealth } from '../issuer-health/read.ts'
import { mayInApps, mayInOrganisation } from '../organisations/authorise.ts'
import type { AppResource, OrganisationResource } from '../organisations/permissions.ts'
import { parse } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { AttentionKind, AttentionRow, IssuerAttentionKind } from './store.ts'

export interface AttentionItem extends AttentionRow {
  /** The same for the same thing whenever it is asked for. */
  id: string
  severity: 'danger' | 'warning' | 'info'
}

interface KindRule {
  severity: AttentionItem['severity']
  /** All of these must be readable to whoever is told of it. */
  reads: OrganisationResource[]
  /** The same inside apps; only what happens in environments whose keys the reader holds is told then. */
  readsInApps?: AppResource[]
}

/** In the order of their urgency. */
const kinds: Record<AttentionKind, KindRule> = {
  refusals: { severity: 'danger', reads: ['Logs', 'ExternalIdentities'] },
  issuer_unreachable: { severity: 'danger', reads: ['ExternalIdentities'] },
  sync_failing: { severity: 'danger', reads: [], readsInApps: ['Integrations'] },
  sync_drifted: { severity: 'warning', reads: [], readsInApps: ['Integrations'] },
  credential_unprotected: { severity: 'warning', reads: ['IntegrationCredentials'] },
  webhook_failing: { severity: 'warning', reads: ['Organisation', 'Logs'] },
  issuer_ends_soon: { severity: 'warning', reads: ['ExternalIdentities'] },
  issuer_clock_off: { severity: 'warning', reads: ['ExternalIdentities'] },
  disabled_account_asked: { severity: 'warning', reads: ['Logs', 'ExternalIdentities', 'ServiceAccounts'] },
  token_expires_soon: { severity: 'warning', reads: ['ServiceAccounts', 'ServiceAccountTokens'] },
  token_never_expires: { severity: 'warning', reads: ['ServiceAccounts', 'ServiceAccountTokens'] },
  identity_unbound: { severity: 'info', reads: ['ExternalIdentities', 'ServiceAccounts'] },
  identity_unused: { severity: 'info', reads: ['ExternalIdentities', 'Logs'] },
  lab_refusals: { severity: 'info', reads: ['Logs', 'ExternalIdentities'] },
}

const most = 50
const attentionInput = z.object({ first: z.number().int().min(1, 'must be at least 1').max(most, `must be at most ${most}`).default(most) })

/** What deserves somebody's attention, the most urgent first: of each kind only for those who may read what it tells of. */
export async function listAttention(input: unknown, context: Context): Promise<AttentionItem[]> {
  requireSignedIn(context)
  const { first } = parse(attentionInput, input)
  const { actor, stores } = context
  const visible = (Object.keys(kinds) as AttentionKind[]).filter((kind) => maySee(actor, kinds[kind]))
  const holder = reachesEverything(actor) ? null : holderOf(actor)
  const seesAccounts = readsAll(actor, ['ServiceAccounts'])
  const issuers = visible.some(isOfIssuers) ? await listIssuerHealth(context) : []
  const items: AttentionItem[] = []
  for (const kind of visible) {
    if (items.length >= first) break
    const left = first - items.length
    const rows = isOfIssuers(kind)
      ? issuersInTrouble(issuers, kind, left)
      : await stores.overview.attention(actor.organisationId, kind, holder, left, dateOf(context.runtime))
    for (const row of rows) {
      const shown = seesAccounts ? row : { ...row, serviceAccountName: null }
      items.push({ ...shown, id: idOf(row), severity: kinds[kind].severity })
    }
  }
  return items
}

const isOfIssuers = (kind: AttentionKind): kind is IssuerAttentionKind => kind.startsWith('issuer_')

const maySee = (actor: SignedInActor, { reads, readsInApps = [] }: KindRule): boolean =>
  readsAll(actor, reads) && readsInApps.every((resource) => mayInApps(actor, resource, 'read'))

const readsAll = (actor: SignedInActor, resources: readonly OrganisationResource[]): boolean =>
  resources.every((resource) => mayInOrganisation(actor, resource, 'read'))

const idOf = (row: AttentionRow): string => {
  const { kind, code, principal } = row
  if (kind === 'refusals') return [kind, code, principal].join(':')
  return [kind, row.syncId ?? row.credentialId ?? row.webhookId ?? row.tokenId ?? row.identityId ?? row.serviceAccountId].join(':')
}
