import * as z from 'zod'
import type { Context } from '../context.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { type Page, parsePage } from '../page.ts'
import { parse, uuid } from '../parse.ts'
import { foundSync } from './found.ts'
import { readSyncs } from './list.ts'
import { openKeys } from './run-keys.ts'
import { syncRunOrder } from './store.ts'
import type { RunKeys, SyncRun } from './sync.ts'

/** The last run of each of these syncs, by the id of the sync. */
export async function readLastRuns(input: unknown, context: Context): Promise<ReadonlyMap<string, SyncRun>> {
  const visible = (await readSyncs(input, context)).map(({ id }) => id)
  return new Map((await context.stores.syncs.lastRuns(visible)).map((run) => [run.syncId, run]))
}

/** The log of a sync, the newest run first. */
export async function listSyncRuns(input: unknown, context: Context): Promise<Page<SyncRun>> {
  authoriseInApps(context, 'Integrations', 'read')
  const { syncId } = parse(z.object({ syncId: uuid }), input)
  const page = parsePage(input, syncRunOrder)
  await foundSync(syncId, context.stores, context)
  return context.stores.syncs.listRuns(syncId, page)
}

/** What became of each key, for a run that the caller has been shown: names, never values. Null: there was nothing to tell. */
export function readKeysOfRun({ id, serverWrappedKeys }: SyncRun, context: Context): RunKeys | null {
  authoriseInApps(context, 'Integrations', 'read')
  return serverWrappedKeys === null ? null : openKeys(id, serverWrappedKeys, context)
}
