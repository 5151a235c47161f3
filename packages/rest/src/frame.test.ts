import { DomainError, type Services } from '@bonafide/core'
import { describe, expect, it } from 'vitest'
import { type ReadOptions, readJson } from './body.ts'
import { createFrame } from './frame.ts'
import { healthRoutes } from './system/health.ts'
import { createMetrics, metricsRoutes } from './system/metrics.ts'

const runtime = {
  now: () => 1_700_000_000_000,
  randomBytes: (length: number) => new Uint8Array(length).fill(7),
  fetch: () => Promise.reject(new Error('no network')),
}
// The frame uses the clock and the dice alone.
const services = { runtime } as unknown as Services

function application(readOptions: ReadOptions = {}) {
  const logged: string[] = []
  const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`)
  const app = createFrame({
    services,
    secureCookies: true,
    log: { debug: note, warn: note, error: note },
    addressOf: (_, peer) => peer ?? 'unknown',
    translate: (error) =>
      error instanceof Error && error.message === 'ECONNREFUSED' ? new DomainError('unavailable', 'Wait.') : undefined,
  })
  app.post('/echo', async (request) => request.json({ body: await readJson(request, readOptions) }))
  app.get('/fail/:how', (request) => {
    const how = request.req.param('how')
    if (how === 'limit') throw new DomainError('rate_limited', 'Wait.', { retryAfterSeconds: 7 })
    if (how === 'who') throw new DomainError('unauthenticated', 'Sign in.')
    if (how === 'fields') throw new DomainError('malformed_request', '/a: no', { fields: [{ pointer: '/a', message: 'no' }] })
    throw new Error(how === 'database' ? 'ECONNREFUSED' : 'canary: select * from members')
  })
  app.route('/', healthRoutes({ version: '1.2.3', isReady: async () => false }))
  app.route('/', metricsRoutes(createMetrics(), undefined))
  const send = (path: string, init?: RequestInit, peerAddress?: string) => app.request(`http://server${path}`, init, { peerAddress })
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    send('/echo', { method: 'POST', body, headers })
  return { send, post, logged }
}

describe('every answer', () => {
  it.each(['/health/', '/nothing', '/fail/unexpected', '/fail/who'])(
    'WEB-18 TOK-30 %s carries the security headers and our request id',
    async (path) => {
      const { headers } = await application().send(path)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('strict-transport-security')).toContain('max-age=')
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
      expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
      expect(headers.get('etag')).toBeNull()
    },
  )

  it.each(['https://evil.test', 'null', 'https://sub.server'])('WEB-17 the origin %s is not told that it may read', async (origin) => {
    const response = await application().send('/health/', { headers: { origin } })
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  it('OPS-29 the request id of the caller is not used', async () => {
    const { headers } = await application().send('/health/', { headers: { 'x-request-id': 'x'.repeat(10_000), traceparent: 'y' } })
    expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/)
  })
})

describe('failures', () => {
  it('become problem documents that also carry `error`', async () => {
    const response = await application().send('/fail/fields')
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      status: 400,
      code: 'malformed_request',
      detail: '/a: no',
      error: '/a: no',
      errors: [{ pointer: '/a', detail: 'no' }],
    })
  })

  it('say how to authenticate and when to come back', async () => {
    const { send } = application()
    expect((await send('/fail/who')).headers.get('www-authenticate')).toBe('Bearer')
    expect((await send('/fail/limit')).headers.get('retry-after')).toBe('7')
    expect((await send('/fail/database')).status).toBe(503)
  })

  it('tell a caller nothing of what was not expected, and the log its request id', async () => {
    const { send, logged } = application()
    const response = await send('/fail/unexpected')
    const body = await response.text()
    expect(response.status).toBe(500)
    expect(body).not.toContain('canary')
    expect(logged.some((line) => line.includes(JSON.parse(body).requestId))).toBe(true)
  })

  it('an unslashed path is a 404 and not a redirect, another method a 405', async () => {
    const { send } = application()
    expect((await send('/health')).status).toBe(404)
    const response = await send('/service/health/', { method: 'POST' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
  })

  it('OPS-27 a method in a header is ignored', async () => {
    const response = await application().send('/health/', { headers: { 'x-http-method-override': 'DELETE' } })
    expect(response.status).toBe(200)
  })
})

describe('bodies', () => {
  const codeOf = async (response: Response) => `${response.status} ${((await response.json()) as { code?: string }).code}`

  it('are JSON whatever the content type, unless the route says otherwise', async () => {
    expect((await application().post('{"a":1}', { 'content-type': 'text/plain' })).status).toBe(200)
    expect(await codeOf(await application({ requireJsonType: true }).post('{}', { 'content-type': 'text/plain' }))).toBe(
      '415 unsupported_media_type',
    )
    expect((await application({ requireJsonType: true }).post('{}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(
      200,
    )
  })

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeff{}'],
    ['UTF-16', Buffer.from('{}', 'utf16le')],
    ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['trailing garbage', '{}x'],
    ['two documents', '{}{}'],
    ['a thousand levels', '['.repeat(1000) + ']'.repeat(1000)],
  ])('OPS-25 %s is malformed', async (_, body) => expect(await codeOf(await application().post(body))).toBe('400 malformed_request'))

  it('OPS-25 brackets inside strings do not count as depth', async () => {
    expect((await application().post(JSON.stringify({ a: '['.repeat(1000), b: '\\"[' }))).status).toBe(200)
  })

  it('OPS-22 an announced body over the limit is refused unread', async () => {
    const response = await application({ maxBytes: 10 }).post('{"a":"0123456789"}', { 'content-length': '18' })
    expect([await codeOf(response), response.headers.get('connection')]).toEqual(['413 too_large', 'close'])
  })

  it('OPS-22 an endless body is read no further than the limit', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024
        controller.enqueue(new Uint8Array(1024).fill(0x20))
      },
    })
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit
    expect(await codeOf(await application({ maxBytes: 10_000 }).send('/echo', init))).toBe('413 too_large')
    expect(sent).toBeLessThan(16_000)
  })

  it('compressed bodies are refused', async () => {
    expect(await codeOf(await application().post('{}', { 'content-encoding': 'gzip' }))).toBe('415 unsupported_media_type')
  })
})

describe('system routes', () => {
  it('liveness says that we run, readiness that we cannot serve', async () => {
    const { send } = application()
    expect(await (await send('/service/health/')).json()).toEqual({ status: 'alive', version: '1.2.3' })
    expect((await send('/healthz')).status).toBe(200)
    expect((await send('/readyz')).status).toBe(503)
    expect(await (await send('/public/')).json()).toMatchObject({ status: 'ok' })
  })

  it('OPS-31 metrics are for this machine alone', async () => {
    const { send } = application()
    expect((await send('/metrics', {}, '::ffff:127.0.0.1')).status).toBe(200)
    expect((await send('/metrics', {}, '192.0.2.1')).status).toBe(404)
    expect((await send('/metrics', {})).status).toBe(404)
    expect((await send('/metrics', { headers: { 'x-forwarded-for': '192.0.2.1' } }, '127.0.0.1')).status).toBe(404)
  })
})
