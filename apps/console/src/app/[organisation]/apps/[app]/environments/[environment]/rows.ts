import type { Entry } from './entry.ts'
import type { Change, Created, Staged } from './staged/staged.ts'

/** A line of the editor: a stored secret with what is staged for it, or a new one. */
export type Row =
  | { state: 'new'; id: string; created: Created }
  | { state: 'same' | 'removed'; id: string; entry: Entry }
  | { state: 'edited'; id: string; entry: Entry; change: Change }

export interface Shown {
  folder: string
  search: string
}

/** New ones first, where they are being made; then what is stored. */
export function rowsOf(entries: readonly Entry[], staged: Staged, { folder, search }: Shown): Row[] {
  const fresh = staged.created.filter(({ key, path }) =>
    search === '' ? path === folder : key.toLowerCase().includes(search.toLowerCase()),
  )
  return [
    ...fresh.map((created): Row => ({ state: 'new', id: created.id, created })),
    ...entries.map((entry): Row => {
      const edited = staged.edited.get(entry.id)
      if (staged.removed.has(entry.id)) return { state: 'removed', id: entry.id, entry }
      return edited ? { state: 'edited', id: entry.id, entry, change: edited.change } : { state: 'same', id: entry.id, entry }
    }),
  ]
}

/** The row as it will be once deployed. */
export const factsOf = (row: Row) => {
  if (row.state === 'new') return { ...row.created, valueLength: undefined }
  return row.state === 'edited' ? { ...row.entry, ...row.change } : row.entry
}
