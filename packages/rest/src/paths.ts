/** Where our own REST and GraphQL live, and the prefixes under which existing clients look for it. */
const machinePrefixes = ['/api/', '/v1/', '/identities/', '/secrets/', '/lockbox/', '/oauth/', '/.well-known/', '/health/']
const machinePaths = new Set(['/healthz', '/readyz', '/metrics', '/openapi.json'])

/**
 * The one path behind the many spellings that clients use: leading slashes collapse, `/service` is taken off, and so is `/public`
 * in front of the public routes. `/services/x` and `/foo/service/x` stay as they are.
 */
export function canonicalPath(pathname: string): string {
  const path = withoutPrefix(collapse(pathname), '/service')
  const rest = withoutPrefix(path, '/public')
  const isPublic = rest === '/' || rest.startsWith('/v1/') || rest.startsWith('/identities/')
  return isPublic ? rest : path
}

/** True for the paths that the machines' application answers; everything else is the console's. */
export function isMachinePath(pathname: string): boolean {
  const path = collapse(pathname)
  if (isUnder(path, '/service') || isUnder(path, '/public')) return true
  return machinePaths.has(path) || machinePrefixes.some((prefix) => path.startsWith(prefix))
}

const collapse = (path: string): string => path.replace(/^\/{2,}/, '/')

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`)

function withoutPrefix(path: string, prefix: string): string {
  return isUnder(path, prefix) ? collapse(path.slice(prefix.length) || '/') : path
}
