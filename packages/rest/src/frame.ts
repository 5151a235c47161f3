import { DomainError, isDomainError, type Services } from '@bonafide/core'
import { Hono } from 'hono'
import { newRequestId, userAgentOf } from './door.ts'
import type { Env, HonoContext } from './env.ts'
import { canonicalPath } from './paths.ts'
import { problemResponse } from './problem.ts'
import { setSecurityHeaders } from './security-headers.ts'

/** Where the doors tell what happened; a pino logger fits. */
export interface RequestLog {
  debug(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface FrameOptions {
  services: Services
  secureCookies: boolean
  log: RequestLog
  /** The caller's address in its canonical form, from the socket and, behind trusted proxies, from what they say. */
  addressOf(headers: Headers, peerAddress: string | undefined): string
  /** Recognises failures of what lies beneath, such as a database that is down; undefined when the error is not known. */
  translate?(error: unknown): DomainError | undefined
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/** An empty application that names requests, finds their canonical path, and turns every failure into a problem document once. */
export function createFrame(options: FrameOptions): Hono<Env> {
  const app = new Hono<Env>({ getPath: (request) => canonicalPath(pathOf(request.url)) })
  app.use(async (request, next) => {
    begin(request, options)
    await next()
    setSecurityHeaders(request, options.secureCookies)
    tell(request, options.log)
  })
  app.onError((error, request) => {
    const known = isDomainError(error) ? error : options.translate?.(error)
    const { id } = request.get('origin')
    request.set('problemCode', known?.code ?? 'internal_error')
    if (!known) options.log.error({ requestId: id, err: error }, 'a request failed unexpectedly')
    else if (known.cause !== undefined) options.log.warn({ requestId: id, code: known.code, err: known.cause }, 'a request failed')
    return problemResponse(known ?? error, id)
  })
  app.notFound((request) => {
    const path = canonicalPath(pathOf(request.req.url))
    const allowed = methods.filter((method) => app.router.match(method, path)[0].some(([[, route]]) => route.method === method))
    const known = allowed.length > 0
    request.set('problemCode', known ? 'method_not_allowed' : 'not_found')
    const error = known
      ? new DomainError('method_not_allowed', `Allowed here: ${allowed.join(', ')}.`)
      : new DomainError('not_found', 'There is nothing at this path. Paths of the API end in a slash where the documentation says so.')
    const response = problemResponse(error, request.get('origin').id)
    if (known) response.headers.set('allow', allowed.join(', '))
    return response
  })
  return app
}

function begin(request: HonoContext, { services, addressOf }: FrameOptions): void {
  const headers = request.req.raw.headers
  // Vercel and tests give no bindings.
  const peerAddress = (request.env as Env['Bindings'] | undefined)?.peerAddress
  request.set('startedAt', performance.now())
  request.set('origin', { id: newRequestId(services), ip: addressOf(headers, peerAddress), userAgent: userAgentOf(headers) })
}

function tell(request: HonoContext, log: RequestLog): void {
  const { status } = request.res
  const { id, ip } = request.get('origin')
  const milliseconds = Math.round(performance.now() - request.get('startedAt'))
  const fields = {
    requestId: id,
    ip,
    method: request.req.method,
    path: request.req.path.slice(0, 200),
    status,
    code: request.get('problemCode'),
    milliseconds,
  }
  if (status >= 500) log.warn(fields, 'request')
  else log.debug(fields, 'request')
}

/** The path of an absolute URL, undecoded: what was sent is what is matched. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0) return '/'
  const end = url.slice(start).search(/[?#]/)
  return end < 0 ? url.slice(start) : url.slice(start, start + end)
}
