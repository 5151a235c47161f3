import { usage } from './failure.ts'

/**
 * Checks the address of a server and brings it into one spelling: no trailing slash. A path prefix is kept (`https://example.com/vault`). Refused: anything
 * but http and https, and a user name or query, which would end up in logs.
 */
export function normaliseHost(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw usage(`"${text}" is not the address of a server.`, 'Write it with its scheme: https://bonafide.example')
  }
  if (url.username || url.password || url.search || url.hash) {
    throw usage('The address of a server must not hold a user name, a query or a fragment.', `Use ${url.origin}`)
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}
