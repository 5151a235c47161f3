import { readFileSync } from 'node:fs'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'
import { Failure } from './failure.ts'
import { codeOf, reasonOf } from './private-file.ts'
import { cliVersion } from './version.ts'

export interface HttpOptions {
  /** Deadline for one request: connection, headers and body together. */
  timeoutMs: number
  caFile?: string
  /** Hears method, URL, status and request id; never a body, never a token. */
  log?: (line: string) => void
}

export interface HttpRequest {
  method: string
  url: string
  headers?: Record<string, string>
  body?: string
}

export interface HttpResponse {
  status: number
  headers: Record<string, string>
  text: string
}

export type Http = (request: HttpRequest) => Promise<HttpResponse>

const maxResponseBytes = 64 * 1024 * 1024

/** Sends a request and answers as soon as the headers are there. */
type Send = (request: HttpRequest, signal: AbortSignal) => Promise<IncomingMessage>

/**
 * HTTP without redirects (a redirect would carry the token to another place). Plain `http://` is allowed: hosts inside a private network have no certificate.
 * Not `fetch`: that takes no certificate authority of its own in the oldest Node we support.
 */
export function createSend({ caFile }: Pick<HttpOptions, 'caFile'>): Send {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true, ca: caFile && certificates(caFile) }),
  }
  return ({ method, url, headers, body }, signal) => {
    const target = new URL(url)
    const secure = target.protocol === 'https:'
    const payload = body === undefined ? undefined : Buffer.from(body)
    const all = {
      'user-agent': `bonafide-cli/${cliVersion} (${process.platform}; ${process.arch})`,
      accept: 'application/json',
      ...headers,
      ...(payload ? { 'content-length': String(payload.length) } : {}),
    }
    return new Promise((resolve, reject) => {
      const send = secure ? httpsRequest : httpRequest
      const outgoing = send(target, { method, headers: all, signal, agent: agents[secure ? 'https:' : 'http:'] }, resolve)
      outgoing.once('error', reject)
      outgoing.end(payload)
    })
  }
}

/** Requests with a deadline and a size limit. */
export function createHttp({ timeoutMs, caFile, log }: HttpOptions): Http {
  const send = createSend({ caFile })
  return async (request) => {
    const { method, url } = request
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const incoming = await send(request, signal)
      const response = { status: incoming.statusCode ?? 0, headers: headersOf(incoming), text: await textOf(incoming) }
      log?.(`${method} ${url} ${response.status} ${response.headers['x-request-id'] ?? ''}`.trimEnd())
      return response
    } catch (error) {
      log?.(`${method} ${url} failed: ${reasonOf(error)}`)
      throw signal.aborted ? timedOut(new URL(url), timeoutMs, error) : unreachable(new URL(url), error)
    }
  }
}

export function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
}

export async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length
    if (size > maxResponseBytes) throw new Error(`the answer is larger than ${maxResponseBytes / 1024 / 1024} MB`)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Those of the file beside the usual ones, which Node would otherwise forget. */
function certificates(path: string): (string | Buffer)[] {
  try {
    return [...rootCertificates, readFileSync(path)]
  } catch (error) {
    throw new Failure('usage', `The certificate file ${path} cannot be read.`, {
      why: reasonOf(error),
      code: 'ca_file_unreadable',
      cause: error,
    })
  }
}

export function timedOut(target: URL, timeoutMs: number, cause: unknown): Failure {
  return new Failure('network', `${target.origin} did not answer within ${timeoutMs / 1000} s.`, {
    fix: 'Try again, or allow more time with --timeout <seconds>',
    code: 'timeout',
    cause,
  })
}

export function unreachable(target: URL, cause: unknown): Failure {
  const why = explanations[codeOf(cause) ?? ''] ?? reasonOf(cause)
  return new Failure('network', `${target.origin} cannot be reached.`, {
    why,
    fix: 'Check the address (BONAFIDE_HOST or --host) and the network',
    code: 'unreachable',
    cause,
  })
}

const explanations: Record<string, string> = {
  ECONNREFUSED: 'Nothing listens at this address and port.',
  ENOTFOUND: 'There is no such host name.',
  EAI_AGAIN: 'The name of the host cannot be looked up now.',
  ECONNRESET: 'The connection was broken off.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'Its certificate is signed by itself; name its authority with --ca-file.',
  SELF_SIGNED_CERT_IN_CHAIN: 'Its certificate is signed by an unknown authority; name it with --ca-file.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'Its certificate is signed by an unknown authority; name it with --ca-file.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another host name.',
  EPROTO: 'It does not speak TLS; is the address meant to begin with http:// ?',
}
