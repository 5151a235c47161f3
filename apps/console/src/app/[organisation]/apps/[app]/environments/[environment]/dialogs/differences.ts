import { byteLength, typeLabel } from '../entry.ts'
import type { Change, Edited, Staged } from '../staged/staged.ts'

/** One line of a preview. Values are described by their length. */
export interface Difference {
  id: string
  kind: 'added' | 'changed' | 'removed'
  key: string
  path: string
  sealed: boolean
  /** What would be written, for whoever reveals it. */
  newValue: string | undefined
  oldLength: number | undefined
  newLength: number | undefined
  notes: string[]
}

export function differencesOf({ created, edited, removed }: Staged): Difference[] {
  return [
    ...created.map(
      ({ id, key, path, value, type }): Difference => ({
        id,
        kind: 'added',
        key,
        path,
        sealed: false,
        newValue: value,
        oldLength: undefined,
        newLength: byteLength(value),
        notes: [typeLabel(type)],
      }),
    ),
    ...[...edited.values()].map(
      ({ entry, change }): Difference => ({
        id: entry.id,
        kind: 'changed',
        key: entry.key,
        path: entry.path,
        sealed: entry.type === 'SEALED',
        newValue: change.value,
        oldLength: change.value === undefined ? undefined : (entry.valueLength ?? undefined),
        newLength: change.value === undefined ? undefined : byteLength(change.value),
        notes: notesOf({ entry, change }),
      }),
    ),
    ...[...removed.values()].map(
      ({ id, key, path, type, valueLength }): Difference => ({
        id,
        kind: 'removed',
        key,
        path,
        sealed: type === 'SEALED',
        newValue: undefined,
        oldLength: valueLength ?? undefined,
        newLength: undefined,
        notes: [],
      }),
    ),
  ]
}

const wordsFor: Partial<Record<keyof Change, (edited: Edited) => string>> = {
  key: ({ change }) => `becomes ${change.key}`,
  path: ({ change }) => `moves to ${change.path}`,
  type: ({ entry, change }) => `${typeLabel(entry.type)} → ${typeLabel(change.type ?? entry.type)}`,
  tags: ({ change }) => `tags: ${change.tags?.join(', ') || 'none'}`,
  comment: () => 'comment',
  override: ({ change }) => (change.override?.isActive ? 'your own value' : 'your own value switched off'),
}

const notesOf = (edited: Edited): string[] =>
  Object.keys(edited.change).flatMap((field) => {
    const words = wordsFor[field as keyof Change]
    return words ? [words(edited)] : []
  })
