import type { Entry, SecretType } from '../entry.ts'

/** A secret that does not exist yet. */
export interface Created {
  /** Ours alone, until it is deployed. */
  id: string
  key: string
  value: string
  path: string
  type: SecretType
  tags: readonly string[]
  comment: string
}

/** What is left out stays as it is. */
export interface Change {
  key?: string
  value?: string
  path?: string
  type?: SecretType
  tags?: readonly string[]
  comment?: string
  override?: { value: string; isActive: boolean }
}

export interface Edited {
  entry: Entry
  change: Change
}

/** An edit of an environment that nobody else has seen yet. */
export interface Staged {
  created: readonly Created[]
  edited: ReadonlyMap<string, Edited>
  removed: ReadonlyMap<string, Entry>
}

export const nothingStaged: Staged = { created: [], edited: new Map(), removed: new Map() }

export const countOf = ({ created, edited, removed }: Staged): number => created.length + edited.size + removed.size

/** Adds it, or replaces what was staged for the same key in the same folder. */
export function withCreated(staged: Staged, added: readonly Created[]): Staged {
  const placeOf = ({ path, key }: Created) => `${path} ${key}`
  const replaced = new Set(added.map(placeOf))
  const ids = new Set(added.map(({ id }) => id))
  const kept = staged.created.filter((one) => !ids.has(one.id) && !replaced.has(placeOf(one)))
  return { ...staged, created: [...kept, ...added] }
}

/** Merges with what was staged for the same secret; one that was to be removed is kept after all. */
export function withEdited(staged: Staged, edits: readonly Edited[]): Staged {
  const edited = new Map(staged.edited)
  const removed = new Map(staged.removed)
  for (const { entry, change } of edits) {
    edited.set(entry.id, { entry, change: { ...edited.get(entry.id)?.change, ...change } })
    removed.delete(entry.id)
  }
  return { ...staged, edited, removed }
}

export function withRemoved(staged: Staged, entry: Entry): Staged {
  const edited = new Map(staged.edited)
  edited.delete(entry.id)
  return { ...staged, edited, removed: new Map(staged.removed).set(entry.id, entry) }
}

/** Takes back whatever was staged for one secret, stored or new. */
export function without(staged: Staged, id: string): Staged {
  const edited = new Map(staged.edited)
  const removed = new Map(staged.removed)
  edited.delete(id)
  removed.delete(id)
  return { created: staged.created.filter((one) => one.id !== id), edited, removed }
}

interface Newer {
  secretId: string
  currentVersion: number
  isDeleted: boolean
}

/**
 * Keeps my side of a conflict: the next deploy begins from what is there now. What somebody else has deleted cannot be changed: with a new
 * value it is made anew, otherwise nothing is left of the edit.
 */
export function keepingMine(staged: Staged, { secretId, currentVersion, isDeleted }: Newer): Staged {
  const mine = staged.edited.get(secretId)
  const removed = staged.removed.get(secretId)
  if (!isDeleted) {
    if (mine)
      return { ...staged, edited: new Map(staged.edited).set(secretId, { ...mine, entry: { ...mine.entry, version: currentVersion } }) }
    if (removed) return { ...staged, removed: new Map(staged.removed).set(secretId, { ...removed, version: currentVersion }) }
    return staged
  }
  const rest = without(staged, secretId)
  if (mine?.change.value === undefined) return rest
  const { entry, change } = mine
  const { key, path, type, tags, comment } = { ...entry, ...change }
  return withCreated(rest, [{ id: secretId, key, path, type, tags, comment, value: change.value ?? '' }])
}

/** The lists of `changeSecrets`, in an order that its answers can be read by. */
export function changesOf({ created, edited, removed }: Staged) {
  return {
    create: created.map(({ id: _, tags, ...one }) => ({ ...one, tags: [...tags] })),
    update: [...edited.values()].map(({ entry: { id, version }, change: { tags, ...change } }) => ({
      id,
      version,
      ...change,
      ...(tags ? { tags: [...tags] } : {}),
    })),
    delete: [...removed.values()].map(({ id, version }) => ({ id, version })),
  }
}

/** The key that a problem is about: `field` says where in `changesOf` it stands. */
export function keyAt({ created, edited, removed }: Staged, field: readonly string[] | null): string | undefined {
  const index = Number(field?.[1])
  if (field?.[0] === 'create') return created[index]?.key
  if (field?.[0] === 'update') return [...edited.values()][index]?.entry.key
  if (field?.[0] === 'delete') return [...removed.values()][index]?.key
  return undefined
}
