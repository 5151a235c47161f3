import { text } from '../parse.ts'

export const maxPathLength = 1024
export const maxFolderNameLength = 64

/**
 * The one spelling of a path (wire contract 3.1): one leading `/`, no doubled ones, none at the end. Nothing else is touched: `.`, `..`,
 * `%2e` and `\` are ordinary characters of a folder's name, and case counts. Done once, before anything looks at the path.
 */
export function normalisePath(path: string): string {
  const joined = `/${path}`.replaceAll(/\/+/g, '/')
  return joined.length > 1 && joined.endsWith('/') ? joined.slice(0, -1) : joined
}

/** A path from outside, normalised. */
export const secretPath = text(maxPathLength)
  .transform(normalisePath)
  .refine(
    (path) => path.split('/').every((name) => name.length <= maxFolderNameLength),
    `every folder's name must be at most ${maxFolderNameLength} characters`,
  )

/** `/a/b` → the folder's path and the last name; used for references, whose last part is a key. */
export function splitAtLastSlash(text: string): { path: string; name: string } {
  const at = text.lastIndexOf('/')
  return at < 0 ? { path: '/', name: text } : { path: normalisePath(text.slice(0, at)), name: text.slice(at + 1) }
}
