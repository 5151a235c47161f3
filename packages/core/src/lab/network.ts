import type { Services } from '../context.ts'
import type { Runtime } from '../runtime.ts'

/**
 * The network over which a proof for this account, or an identity's judgement, is verified: stand-ins in process for what is simulated, the
 * real one for everything else, unknown accounts included. Where the Lab is off nothing simulated is judged at all.
 */
export const networkOf = (
  subject: { simulated: boolean; organisationId: string } | null,
  { lab, runtime }: Pick<Services, 'lab' | 'runtime'>,
): Runtime => (subject?.simulated && lab ? { ...runtime, fetch: lab.network(subject.organisationId), reviewerToken: undefined } : runtime)
