import * as z from 'zod'

/** What a token may do at most, whatever its account may: null means that it is not narrowed in this respect. */
export interface Narrowing {
  /** `write` includes reading. */
  access: 'read' | 'write'
  appId: string | null
  environmentId: string | null
  /** This folder and everything below it, by whole folders. */
  path: string | null
}

/** The parts of a narrowing that say where, as the statements of secrets ask for them. */
export type Within = Pick<Narrowing, 'appId' | 'environmentId' | 'path'>

const storedId = z.uuid().nullable()

/** As the database keeps it. A row that holds anything else is no narrowing, and its token no token. */
export const storedNarrowing = z.strictObject({
  access: z.enum(['read', 'write']),
  appId: storedId,
  environmentId: storedId,
  path: z.string().startsWith('/').nullable(),
})

/** `/a/b` holds `/a/b` and `/a/b/c`, and neither `/a` nor `/a/bc`. Both must be in their one spelling (`normalisePath`). */
export const pathHolds = (folder: string | null, path: string): boolean =>
  folder === null || folder === '/' || path === folder || path.startsWith(`${folder}/`)

/** What is in both folders: the deeper one, or undefined when neither holds the other. */
export function deeperPath(one: string | null, other: string | null): string | null | undefined {
  if (one === null || other === null) return one ?? other
  if (pathHolds(one, other)) return other
  return pathHolds(other, one) ? one : undefined
}
