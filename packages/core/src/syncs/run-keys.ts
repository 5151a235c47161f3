import * as z from 'zod'
import type { Context } from '../context.ts'
import type { RunKeys } from './sync.ts'

const names = z.array(z.string())
const runKeys = z.object({ added: names, changed: names, removed: names, drifted: names, adopted: names })
const placeOf = (runId: string): string => `sync_run:${runId}`

/** The names of keys as the database keeps them; null where there is nothing to tell. */
export function sealKeys(runId: string, keys: RunKeys, { keyring, runtime }: Pick<Context, 'keyring' | 'runtime'>): string | null {
  const isEmpty = Object.values(keys).every((list: string[]) => list.length === 0)
  return isEmpty ? null : keyring.wrap(JSON.stringify(keys), placeOf(runId), runtime.randomBytes)
}

export const openKeys = (runId: string, sealed: string, { keyring }: Pick<Context, 'keyring'>): RunKeys =>
  runKeys.parse(JSON.parse(keyring.unwrap(sealed, placeOf(runId))))
