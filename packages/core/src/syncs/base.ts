import { keyDigest } from '@bonafide/crypto'
import * as z from 'zod'
import type { Context } from '../context.ts'
import type { RemoteEntries } from './difference.ts'

/** What was last known to be at a destination: key there → digest of its value; null for a value that is no text. */
export type SyncBase = ReadonlyMap<string, string | null>

const storedBase = z.array(z.tuple([z.string(), z.string().nullable()]))
const placeOfBase = (syncId: string): string => `sync_base:${syncId}`

/** The base of entries as they are now. Digests are of this sync alone. */
export const baseOf = (syncId: string, entries: RemoteEntries): SyncBase =>
  new Map([...entries].map(([name, value]) => [name, value === null ? null : keyDigest(value, syncId)]))

/** As the database keeps it. */
export const sealBase = (syncId: string, base: SyncBase, { keyring, runtime }: Pick<Context, 'keyring' | 'runtime'>): string =>
  keyring.wrap(JSON.stringify([...base]), placeOfBase(syncId), runtime.randomBytes)

export const openBase = (syncId: string, sealed: string, { keyring }: Pick<Context, 'keyring'>): SyncBase =>
  new Map(storedBase.parse(JSON.parse(keyring.unwrap(sealed, placeOfBase(syncId)))))

/** Keys that somebody else made, changed or took away since: names, in the order in which they stand there, then those that are gone. */
export function driftedKeys(syncId: string, base: SyncBase, entries: RemoteEntries): string[] {
  const now = baseOf(syncId, entries)
  const other = [...now].filter(([name, digest]) => !base.has(name) || base.get(name) !== digest).map(([name]) => name)
  return [...other, ...[...base.keys()].filter((name) => !now.has(name))]
}
