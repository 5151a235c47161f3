import { asObject, ownProperty } from '../strict-json.ts'

/** Where a claim is: the names from the outside to the inside. */
export type ClaimPath = readonly string[]

const maxDepth = 8

/**
 * Reads the name of a claim: `repository`, dotted `google.compute_engine.project_id`, or, where names have dots or slashes of their own, a JSON
 * pointer (RFC 6901) `/kubernetes.io/namespace`. Each means one place only; `undefined` for anything else.
 */
export function parseClaimPath(text: string): ClaimPath | undefined {
  const names = text.startsWith('/') ? pointerNames(text) : text.split('.')
  if (!names || names.length > maxDepth || names.some((name) => name === '')) return undefined
  return names
}

/** The claim at a place, own properties alone; `undefined` when there is none. Lists are not gone into. */
export function claimAt(claims: Record<string, unknown>, path: ClaimPath): unknown {
  let value: unknown = claims
  for (const name of path) {
    const object = asObject(value)
    if (!object) return undefined
    value = ownProperty(object, name)
  }
  return value
}

function pointerNames(text: string): string[] | undefined {
  const names = text.slice(1).split('/')
  if (names.some((name) => /~(?![01])/.test(name))) return undefined
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
}
