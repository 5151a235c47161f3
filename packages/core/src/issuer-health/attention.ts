import type { AttentionRow, IssuerAttentionKind } from '../overview/store.ts'
import type { HealthCode } from './findings.ts'
import type { IssuerHealth } from './read.ts'

const kindOf: Partial<Record<HealthCode, IssuerAttentionKind>> = {
  issuer_unreachable: 'issuer_unreachable',
  certificate_ends: 'issuer_ends_soon',
  uploaded_keys_old: 'issuer_ends_soon',
  clock_off: 'issuer_clock_off',
}

/** Issuers in real trouble, of enabled identities that are not of the Lab. */
export function issuersInTrouble(issuers: readonly IssuerHealth[], kind: IssuerAttentionKind, limit: number): AttentionRow[] {
  return issuers
    .filter(({ identity }) => identity.enabled && !identity.simulated)
    .flatMap(({ identity, findings, record, remindAt }) => {
      const finding = findings.find(({ code }) => kindOf[code] === kind)
      if (!finding) return []
      const at = { issuer_unreachable: record?.failingSince, issuer_clock_off: null, issuer_ends_soon: record?.certificateEndsAt }[kind]
      return [
        {
          ...nothing,
          kind,
          at: (finding.code === 'uploaded_keys_old' ? remindAt : at) ?? null,
          code: finding.code,
          identityId: identity.id,
          identityName: identity.name,
        },
      ]
    })
    .slice(0, limit)
}

const nothing = {
  count: 1,
  principal: null,
  exchangeId: null,
  serviceAccountId: null,
  serviceAccountName: null,
  tokenId: null,
  tokenName: null,
  syncId: null,
  appName: null,
  environmentName: null,
  sentence: null,
  credentialId: null,
  credentialName: null,
  webhookId: null,
  webhookName: null,
}
