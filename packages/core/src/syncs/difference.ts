/** What a destination holds under each key: text, or null for a value that is no text (a number, a list, an object). */
export type RemoteEntries = ReadonlyMap<string, string | null>

/** Which keys at the destination belong to a sync. */
export interface Ownership {
  /** Stands before every key of the source; keys that do not begin with it are somebody else's. */
  keyPrefix: string
  /** True: keys that the source does not have stay. */
  neverDeletes: boolean
}

/** What a sync would change, as names of keys at the destination, each in exactly one list and each list in the order of its origin. */
export interface Difference {
  added: string[]
  changed: string[]
  removed: string[]
  unchanged: string[]
  /** Not ours, or ours to leave alone. */
  kept: string[]
}

/** What has to happen at the destination, so that it holds what the source holds. */
export function differenceOf(
  source: ReadonlyMap<string, string>,
  remote: RemoteEntries,
  { keyPrefix, neverDeletes }: Ownership,
): Difference {
  const difference: Difference = { added: [], changed: [], removed: [], unchanged: [], kept: [] }
  for (const [key, value] of source) {
    const name = keyPrefix + key
    if (!remote.has(name)) difference.added.push(name)
    else difference[remote.get(name) === value ? 'unchanged' : 'changed'].push(name)
  }
  for (const name of remote.keys()) {
    const isOurs = name.startsWith(keyPrefix)
    if (isOurs && source.has(name.slice(keyPrefix.length))) continue
    difference[isOurs && !neverDeletes ? 'removed' : 'kept'].push(name)
  }
  return difference
}

/** Whether the destination is already as it should be; then nothing is written, since every write costs a version. */
export const isNothing = ({ added, changed, removed }: Difference): boolean => added.length + changed.length + removed.length === 0
