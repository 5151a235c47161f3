import type { Entry } from '../entry.ts'
import type { PreviewSecretImportMutation } from '../operations.generated.ts'
import type { Created, Edited } from '../staged/staged.ts'

type PreviewRow = NonNullable<PreviewSecretImportMutation['previewSecretImport']['rows']>[number]

/** What one line of the file would do, and the value that it would write. */
export type ImportRow = PreviewRow & { value: string }

export const isChoosable = ({ state }: ImportRow): boolean => state === 'NEW' || state === 'CHANGED'

/** The chosen lines as staged changes. */
export function stagedFrom(
  rows: readonly ImportRow[],
  path: string,
  entries: readonly Entry[] | undefined,
): { created: Created[]; edits: Edited[] } {
  const known = new Map((entries ?? []).map((entry) => [entry.id, entry]))
  const created = rows.flatMap(({ state, key, line, value }): Created[] =>
    state === 'NEW' && key !== null ? [{ id: `import-${line}-${key}`, key, value, path, type: 'SECRET', tags: [], comment: '' }] : [],
  )
  const edits = rows.flatMap(({ state, key, secretId, version, oldLength, value }): Edited[] => {
    if (state !== 'CHANGED' || key === null || secretId === null || version === null) return []
    const entry = known.get(secretId) ?? unseen(secretId, key, path, oldLength ?? 0)
    return [{ entry: { ...entry, version }, change: { value } }]
  })
  return { created, edits }
}

/** A secret that the list has not shown; the deploy needs its id and version alone. */
const unseen = (id: string, key: string, path: string, valueLength: number): Entry => ({
  id,
  key,
  path,
  valueLength,
  comment: '',
  type: 'SECRET',
  tags: [],
  version: 0,
  hasOverride: false,
  updatedAt: '',
  unreadable: false,
})
