import type { ParsedIdentity } from '../external-identities/identity.ts'
import type { IdentityProvider, Judgement, Testimony } from '../external-identities/provider.ts'
import { firstReported, type ReasonCode, type Step } from './trace.ts'

/**
 * What report-only makes of a judgement: the check of the inner rules becomes one that is told and does not refuse. Everything before `trust` is
 * the word of a platform, and stays a refusal, as does a caller from outside of the bound that the provider draws.
 */
export function reportInstead<Config>(
  provider: Pick<IdentityProvider<Config>, 'reportable'>,
  config: Config,
  steps: Step[],
  testimony: Testimony | null,
): Step[] {
  const failures = steps.filter(({ status }) => status === 'failed')
  const [failure] = failures
  if (failure?.name !== 'trust' || failures.length > 1 || !testimony || !provider.reportable(config, testimony)) return steps
  return steps.map((step) => (step === failure ? { ...step, status: 'reported' } : step))
}

/** The judgements of all identities, those of report-only ones as they count. */
export const withReportOnly = (
  provider: IdentityProvider,
  offered: readonly ParsedIdentity<unknown>[],
  reportOnly: ReadonlySet<string>,
  { judgements, testimony }: { judgements: readonly Judgement[]; testimony: Testimony | null },
): Judgement[] =>
  judgements.map((judgement) => {
    const identity = reportOnly.has(judgement.identityId) ? offered.find(({ id }) => id === judgement.identityId) : undefined
    return identity ? { ...judgement, steps: reportInstead(provider, identity.config, judgement.steps, testimony) } : judgement
  })

/** The identities of a list that are report-only. */
export const reportOnlyIds = (identities: readonly { id: string; reportOnly: boolean }[]): ReadonlySet<string> =>
  new Set(identities.filter(({ reportOnly }) => reportOnly).map(({ id }) => id))

export const reportedCodeOf = (steps: readonly Step[]): ReasonCode | null => firstReported(steps)?.code ?? null
