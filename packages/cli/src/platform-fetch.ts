import { buffer } from 'node:stream/consumers'
import { createSend, headersOf } from './http.ts'

/**
 * `fetch` for the platforms that are asked for a token, which may stand behind an authority of one's own too (a GitHub of the house, a proxy that opens TLS).
 * Without such an authority, and for plain http (metadata services), it is the runtime's.
 */
export function createPlatformFetch(caFile: string | undefined): typeof fetch {
  if (caFile === undefined) return fetch
  const send = createSend({ caFile })
  return async (input, init) => {
    const request = new Request(input, init)
    if (new URL(request.url).protocol !== 'https:') return fetch(request)
    const body = request.body === null ? undefined : await request.text()
    const { method, url, signal } = request
    const incoming = await send({ method, url, headers: Object.fromEntries(request.headers), body }, signal)
    const status = incoming.statusCode ?? 0
    if (status >= 300 && status < 400) {
      incoming.resume()
      throw new TypeError(`${new URL(url).host} answered with a redirect, which is not followed.`)
    }
    const nothing = status === 204 || status === 205
    return new Response(nothing ? null : new Uint8Array(await buffer(incoming)), { status, headers: headersOf(incoming) })
  }
}
