import { checkQuietIssuers, currentIssuerKeys, type Services } from '@bonafide/core'
import { purgeRateLimits, type Queue, startQueue } from '@bonafide/database'
import type { Platform } from './services.ts'

const batch = 1_000
/** Tokens and sessions that ended are kept this long, for those who ask what happened. */
const endedKeptDays = 30
/** Of each organisation so many refusals of verified callers stay, and as many others, however many a flood brings within the retention. */
const refusedKept = 100_000

/** Takes up jobs from the database; any number of nodes share them. */
export const startJobs = ({ connection, administration, services, log }: Platform): Promise<Queue> =>
  startQueue({
    pool: connection.pool,
    tasks: {
      purge: async () => {
        await purge(services)
        await purgeRateLimits(connection.pool)
      },
      rotate_issuer_keys: async () => void (await currentIssuerKeys({ ...services, stores: administration.stores })),
      check_issuers: async () => void (await checkQuietIssuers({ ...services, stores: administration.stores })),
    },
    // On any one node, once an hour; what was missed while no node ran is not made up for.
    schedule: '7 * * * * purge\n23 * * * * check_issuers\n41 * * * * rotate_issuer_keys',
    onError: (task, error) => log.error({ task, err: error }, 'a job failed'),
  })

/** Deletes what has outlived its use, by the database's clock: used proofs, ended sessions and tokens, exchanges and audit rows past retention. */
export async function purge({ stores, settings }: Services): Promise<void> {
  const { acceptedDays, refusedDays, auditDays } = settings.retention
  await inBatches(() => stores.exchanges.purgeProofs(batch))
  await inBatches(() => stores.signIn.purgeSessions(endedKeptDays, batch))
  await inBatches(() => stores.serviceAccounts.purgeTokens(endedKeptDays, batch))
  await inBatches(() => stores.exchanges.purgeUnattributed(batch))
  await inBatches(() => stores.exchanges.purge('accepted', acceptedDays, batch))
  await inBatches(() => stores.exchanges.purge('refused', refusedDays, batch))
  await inBatches(() => stores.refusedInbox.purgeSurplus(refusedKept, batch))
  await inBatches(() => stores.audit.purge(auditDays, batch))
}

/** Small deletes, so that none holds locks for long. */
async function inBatches(deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) >= batch);
}
