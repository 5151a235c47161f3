import { isPlainKey } from '../secrets/plain-input.ts'
import { baseOf, driftedKeys, type SyncBase } from './base.ts'
import type { RemoteSecret } from './destination.ts'
import { type Difference, differenceOf, type RemoteEntries } from './difference.ts'
import { SyncStop } from './stop.ts'
import type { Sync } from './sync.ts'

/** What is known of a destination from before. */
export interface RemoteBefore {
  /** Null: nothing was written there yet, and nobody agreed to overwrite anything. */
  base: SyncBase | null
  /** The version that is there now is one that we wrote, found equal, or were told to overwrite. */
  isSeen: boolean
}

/** What a run is to do. */
export interface Reconciliation {
  difference: Difference
  /** Names of keys at the destination that somebody else edited since. */
  drifted: string[]
  /** Key of the source → value that it was given at the destination, and that the source is to take over. */
  edits: ReadonlyMap<string, string>
}

type Rules = Pick<Sync, 'id' | 'keyPrefix' | 'neverDeletes' | 'onDrift'>
const none: Pick<Reconciliation, 'drifted' | 'edits'> = { drifted: [], edits: new Map() }

/**
 * Compares source, destination and what the destination was known to hold, so that nothing is overwritten that nobody has seen. Of a key that was
 * edited on both sides the source counts; one that was taken away at the destination alone is put back. Fails with a `SyncStop`.
 */
export function reconcile(
  source: ReadonlyMap<string, string>,
  remote: Pick<RemoteSecret, 'state' | 'entries'>,
  known: RemoteBefore,
  rules: Rules,
): Reconciliation {
  const entries = remote.state === 'present' ? remote.entries : new Map<string, string>()
  if (entries === null) return overwriteWhole(source, known, rules)
  const difference = differenceOf(source, entries, rules)
  if (known.isSeen) return { difference, ...none }
  if (known.base === null) {
    if (entries.size === 0) return { difference, ...none }
    throw new SyncStop('not_empty', 'The remote secret has a value already. Say in the settings of the sync whether it may be overwritten.')
  }
  const drifted = driftOf(difference, entries, known.base, rules)
  if (drifted.length === 0 || rules.onDrift === 'overwrite') return { difference, drifted, edits: new Map() }
  if (rules.onDrift === 'stop') throw wasEdited()
  return { difference, drifted, edits: editsOf(drifted, source, entries, known.base, rules) }
}

const wasEdited = () =>
  new SyncStop('drifted', 'The remote secret was edited since it was last written. Decide whether the edit is overwritten or taken over.')

/** The remote value is no set of keys and values: there is nothing to compare, and only the whole of it can be replaced. */
function overwriteWhole(source: ReadonlyMap<string, string>, { base, isSeen }: RemoteBefore, rules: Rules): Reconciliation {
  const difference = differenceOf(source, new Map(), rules)
  if (isSeen) return { difference, ...none }
  if (base !== null && rules.onDrift === 'overwrite') {
    return { difference, drifted: [...base.keys()].filter((name) => name.startsWith(rules.keyPrefix)), edits: new Map() }
  }
  throw new SyncStop('not_a_document', 'The remote value is no set of keys and values. Say whether it may be overwritten as a whole.')
}

/** Edits that a write would undo: what is not ours, or is equal on both sides by now, is none of them. */
function driftOf({ added, changed, removed }: Difference, entries: RemoteEntries, base: SyncBase, { id }: Rules): string[] {
  const touched = new Set([...added, ...changed, ...removed])
  return driftedKeys(id, base, entries).filter((name) => touched.has(name))
}

/** Of those, what the source can take over: keys that it has not changed itself. */
function editsOf(
  drifted: readonly string[],
  source: ReadonlyMap<string, string>,
  entries: RemoteEntries,
  base: SyncBase,
  { id, keyPrefix }: Rules,
): Map<string, string> {
  const edits = new Map<string, string>()
  for (const name of drifted) {
    const key = name.slice(keyPrefix.length)
    const value = entries.get(name)
    const ours = source.get(key)
    const sourceDigest = ours === undefined ? undefined : baseOf(id, new Map([[name, ours]])).get(name)
    if (value === undefined || sourceDigest !== base.get(name)) continue
    // No environment can hold it, and overwriting it was not agreed to.
    if (value === null || (ours === undefined && !isPlainKey(key))) throw wasEdited()
    edits.set(key, value)
  }
  return edits
}
