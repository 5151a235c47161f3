import type { HonoContext } from './env.ts'

/** Sent with every answer of the machines' application: none of it is for a browser to render, frame, sniff or keep. */
const always: readonly (readonly [string, string])[] = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=()'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
]

const strictTransport = 'max-age=63072000; includeSubDomains'

/** Puts the security headers and our request id on the answer; one that says itself how long it may be kept is left so. `secure`: the server is reached by https. */
export function setSecurityHeaders(request: HonoContext, secure: boolean): void {
  const headers = request.res.headers
  for (const [name, value] of always) if (name !== 'cache-control' || !headers.has(name)) headers.set(name, value)
  if (secure) headers.set('strict-transport-security', strictTransport)
  headers.set('x-request-id', request.get('origin').id)
}
