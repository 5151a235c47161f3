import * as z from 'zod'
import type { Context } from '../context.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import type { RunKeys, SyncRun } from './sync.ts'

const names = z.array(z.string())
const storedKeys: z.ZodType<RunKeys> = z.object({ added: names, changed: names, removed: names, drifted: names, adopted: names })
const placeOf = (runId: string): string => `sync_run:${runId}`

export const sealRunKeys = (runId: string, keys: RunKeys, { keyring, runtime }: Pick<Context, 'keyring' | 'runtime'>): string =>
  keyring.wrap(JSON.stringify(keys), placeOf(runId), runtime.randomBytes)

/** What became of each key, for a run that the caller has been shown. Null: there was nothing to tell. */
export function keysOfRun({ id, serverWrappedKeys }: SyncRun, context: Context): RunKeys | null {
  authoriseInApps(context, 'Integrations', 'read')
  return serverWrappedKeys === null ? null : storedKeys.parse(JSON.parse(context.keyring.unwrap(serverWrappedKeys, placeOf(id))))
}
