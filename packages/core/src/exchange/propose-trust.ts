import type { Context, SignedInContext } from '../context.ts'
import type { ExternalIdentity } from '../external-identities/identity.ts'
import type { Admission, ProviderId } from '../external-identities/provider.ts'
import { mayInOrganisation } from '../organisations/authorise.ts'
import type { Exchange } from './store.ts'

/** What would have let a refused caller in: a change to the identity that came nearest, or a new identity where none was bound. */
export interface TrustProposal extends Admission<unknown> {
  provider: ProviderId
  /** Null: a new one is to be made. */
  identity: ExternalIdentity | null
  /** Its configuration as it is now. */
  before: unknown
  /** Other ways, narrower ones too. */
  alternatives: Admission<unknown>[]
}

/**
 * The smallest change after which the caller of a refused exchange would be trusted, for whoever may make it; null when trust was not what it
 * lacked, or when nothing sensible can be proposed. `identity`: the one that judged, as it is now; null when it is gone or there was none.
 */
export function proposeTrust(exchange: Exchange, identity: ExternalIdentity | null, context: SignedInContext): TrustProposal | null {
  const { actor, providers } = context
  if (exchange.outcome !== 'refused' || exchange.principal === null) return null
  const isNew = exchange.code === 'no_identity_bound'
  if (!isNew && (!isOfPrincipal(exchange) || identity === null)) return null
  if (!mayInOrganisation(actor, 'ExternalIdentities', isNew ? 'create' : 'update')) return null

  const target = isNew ? null : identity
  const before = target && configOf(target, context)
  if (target && before === null) return null
  const [smallest, ...alternatives] = providers[exchange.provider].admit(before, exchange.principal, issuerOf(exchange))
  return smallest ? { ...smallest, provider: exchange.provider, identity: target, before, alternatives } : null
}

// Other claims than the subject are rules that somebody wrote on purpose: no caller is a reason to change them.
const isOfPrincipal = ({ code }: Exchange): boolean => code === 'principal_not_trusted' || code === 'subject_not_trusted'

// What the identity that judged compared the token's issuer with, to the letter.
const issuerOf = ({ steps }: Exchange): string | undefined =>
  steps.find(({ name, status }) => name === 'endpoint_allowed' && status === 'passed')?.received

function configOf({ provider, config }: ExternalIdentity, { providers }: Pick<Context, 'providers'>): unknown {
  const parsed = providers[provider].configSchema.safeParse(config)
  return parsed.success ? parsed.data : null
}
