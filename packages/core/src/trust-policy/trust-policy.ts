import type { LintFinding } from '../external-identities/provider.ts'

/** From which severity on a finding can keep an identity from being saved. Notes (`info`) never do: a plain role already has one. */
export const blockingSeverities = ['warning', 'danger'] as const
export type BlockingSeverity = (typeof blockingSeverities)[number]

/** What an organisation allows its own administrators to trust. */
export interface TrustPolicy {
  /** Findings of this severity or a worse one keep an identity from being saved; null: none does. */
  blockedSeverity: BlockingSeverity | null
  /** Issuers that identities may trust, see `issuers.ts`; empty: any. */
  allowedIssuers: string[]
  /** Grows with every change; 0: nobody has set one yet. */
  version: number
  /** Null: never. */
  updatedAt: Date | null
}

/** What counts until somebody sets a policy. */
export const openPolicy: TrustPolicy = { blockedSeverity: null, allowedIssuers: [], version: 0, updatedAt: null }

const weight: Record<LintFinding['severity'], number> = { info: 0, warning: 1, danger: 2 }

/** The findings because of which the policy keeps an identity from being saved. */
export const blockingFindings = (
  findings: readonly LintFinding[],
  { blockedSeverity }: Pick<TrustPolicy, 'blockedSeverity'>,
): LintFinding[] => (blockedSeverity === null ? [] : findings.filter(({ severity }) => weight[severity] >= weight[blockedSeverity]))
