import * as z from 'zod'

const maxLength = 255
// Ports where something else than a web server answers; a browser refuses them too (WHATWG Fetch, "port blocking").
const forbiddenPorts = new Set([
  '21',
  '22',
  '23',
  '25',
  '53',
  '110',
  '111',
  '143',
  '389',
  '445',
  '465',
  '587',
  '993',
  '2049',
  '3306',
  '5432',
  '6379',
  '11211',
])

/**
 * A URL of an issuer or of keys, written in the one way in which it will be compared: no user, query or fragment, no default port, nothing
 * encoded, no capital host. A trailing slash counts (RFC 8414 2, OpenID Connect Discovery 1.0 4.3).
 */
export const webUrl = z
  .string()
  .min(1, 'must not be empty')
  .max(maxLength, `must be at most ${maxLength} characters`)
  .refine((text) => problemOf(text) === undefined, { error: (issue) => problemOf(String(issue.input)) ?? 'must be a URL' })

function problemOf(text: string): string | undefined {
  if (!URL.canParse(text)) return 'must be a URL such as https://token.actions.githubusercontent.com'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://'
  if (url.username !== '' || url.password !== '' || text.includes('@')) return 'must not name a user'
  if (/[?#%\\*]/.test(text)) return 'must have no query, fragment, wildcard or encoded characters'
  if (!/^(?:[a-z0-9._-]+|\[[0-9a-f:]+\])$/i.test(url.hostname)) return 'must name a host in letters, digits, dots and hyphens'
  if (url.href !== text && url.href !== `${text}/`) return `must be written as it is compared: ${url.href.replace(/\/$/, '')}`
  if (url.pathname.includes('//')) return 'must not have an empty part in its path'
  if (forbiddenPorts.has(url.port)) return `must not use port ${url.port}`
  return undefined
}

/** Where an issuer publishes what it is (OpenID Connect Discovery 1.0, 4.1): one slash at its end falls away. */
export const discoveryUrlOf = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
