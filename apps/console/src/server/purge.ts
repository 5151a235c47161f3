import type { Services } from '@bonafide/core'

const batch = 1_000
/** Tokens and sessions that ended are kept this long, for those who ask what happened. */
const endedKeptDays = 30
/** Of each organisation so many refusals of verified callers stay, and as many others, however many a flood brings within the retention. */
const refusedKept = 100_000
/** Runs of syncs; the last one of each stays. */
const syncRunDays = 90
const deliveriesKeptDays = 30

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
  await inBatches(() => stores.syncs.purgeRuns(syncRunDays, batch))
  await inBatches(() => stores.webhooks.purgeDeliveries(deliveriesKeptDays, batch))
  await inBatches(() => stores.audit.purge(auditDays, batch))
}

/** Small deletes, so that none holds locks for long. */
async function inBatches(deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) >= batch);
}
