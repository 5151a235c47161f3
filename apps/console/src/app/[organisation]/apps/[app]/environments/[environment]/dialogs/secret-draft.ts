import type { SecretType } from '../entry.ts'
import { factsOf, type Row } from '../rows.ts'
import type { Change } from '../staged/staged.ts'

export interface SecretDraft {
  key: string
  /** Undefined: stays as it is. */
  value: string | undefined
  path: string
  type: SecretType
  tags: string[]
  comment: string
  override: { value: string; isActive: boolean } | undefined
}

/** What the form begins with. */
export function draftOf(row: Row | undefined, folder: string): SecretDraft {
  if (!row) return { key: '', value: undefined, path: folder, type: 'SECRET', tags: [], comment: '', override: undefined }
  const { key, path, type, tags, comment } = factsOf(row)
  const staged = row.state === 'edited' ? row.change : undefined
  const value = row.state === 'new' ? row.created.value : staged?.value
  return { key, path, type, comment, tags: [...tags], value, override: staged?.override }
}

const maxFolderName = 64

/** What the server would refuse, said before it is sent. */
export function problemsOf({ key, path }: SecretDraft): { key?: string; path?: string } {
  const name = key.trim()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a key must not hold
  const isUnusable = /[=\u0000-\u001f\u007f]/.test(name)
  return {
    ...(name === '' ? { key: 'Give the secret a key.' } : {}),
    ...(isUnusable ? { key: 'A key must not hold = or control characters.' } : {}),
    ...(path.split('/').some((part) => part.length > maxFolderName)
      ? { path: `A folder's name has at most ${maxFolderName} characters.` }
      : {}),
  }
}

/** One spelling per folder, as the server keeps it. */
export const normalFolder = (path: string): string => `/${path.split('/').filter(Boolean).join('/')}`

/** What differs; undefined when nothing does. */
export function changeOf(before: SecretDraft, after: SecretDraft): Change | undefined {
  const key = after.key.trim().toUpperCase()
  const path = normalFolder(after.path)
  const change: Change = {
    ...(key === before.key ? {} : { key }),
    ...(after.value === before.value ? {} : { value: after.value }),
    ...(path === before.path ? {} : { path }),
    ...(after.type === before.type ? {} : { type: after.type }),
    ...(JSON.stringify(after.tags) === JSON.stringify(before.tags) ? {} : { tags: after.tags }),
    ...(after.comment === before.comment ? {} : { comment: after.comment }),
    ...(after.override === before.override ? {} : { override: after.override }),
  }
  return Object.keys(change).length === 0 ? undefined : change
}
