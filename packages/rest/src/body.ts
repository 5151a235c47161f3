import { DomainError } from '@bonafide/core'
import type { HonoContext } from './env.ts'

/** The largest bodies that the doors read, in bytes. The GraphQL door allows as much only where nothing is asked for but what takes a file. */
export const bodyLimits = { usual: 256 * 1024, exchange: 64 * 1024, graphql: 4 * 1024 * 1024, secrets: 10 * 1024 * 1024 } as const

/** Deeper JSON than this is nobody's request; it is refused before anything walks through it recursively. */
const maxDepth = 64

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export interface ReadOptions {
  /** In bytes. */
  maxBytes?: number
  /** True: anything but `application/json` is refused with `unsupported_media_type`. Existing clients label JSON as they please. */
  requireJsonType?: boolean
}

/**
 * The JSON value that a request carries: UTF-8 without a byte order mark, one document, bounded in size and depth.
 * @throws DomainError `malformed_request`, `too_large`, `unsupported_media_type`
 */
export async function readJson(
  request: HonoContext,
  { maxBytes = bodyLimits.usual, requireJsonType = false }: ReadOptions = {},
): Promise<unknown> {
  if (requireJsonType && !isJsonType(request.req.header('content-type'))) {
    throw new DomainError('unsupported_media_type', 'Send the body as Content-Type: application/json.')
  }
  const text = decode(await readBody(request, maxBytes))
  if (isDeeperThan(text, maxDepth)) throw new DomainError('malformed_request', `The body is nested deeper than ${maxDepth} levels.`)
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('malformed_request', 'The body is not one JSON document.')
  }
}

/**
 * The bytes of a request's body; reads no more than `maxBytes` of it. Compressed bodies are refused: what they unfold to cannot be told
 * beforehand.
 * @throws DomainError `too_large`, `unsupported_media_type`
 */
export async function readBody(request: HonoContext, maxBytes: number): Promise<Uint8Array> {
  const encoding = request.req.header('content-encoding')
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new DomainError('unsupported_media_type', 'Send the body uncompressed, without Content-Encoding.')
  }
  const announced = request.req.header('content-length')
  if (announced === undefined) return readStream(request.req.raw.body, maxBytes)
  if (!/^\d{1,15}$/.test(announced)) throw new DomainError('malformed_request', 'Content-Length is not a number.')
  if (Number(announced) > maxBytes) throw tooLarge(maxBytes)
  // HTTP itself ends the body at its announced length (RFC 9112 6.2), so it can be read in one go.
  const body = new Uint8Array(await request.req.raw.arrayBuffer())
  if (body.length > maxBytes) throw tooLarge(maxBytes)
  return body
}

async function readStream(stream: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (stream === null) return new Uint8Array()
  const reader = stream.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length
    if (length > maxBytes) {
      await reader.cancel()
      throw tooLarge(maxBytes)
    }
    chunks.push(part.value)
  }
  const body = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    body.set(chunk, offset)
    offset += chunk.length
  }
  return body
}

const tooLarge = (maxBytes: number) => new DomainError('too_large', `The body is larger than ${Math.floor(maxBytes / 1024)} kB.`)

function decode(body: Uint8Array): string {
  try {
    return strictUtf8.decode(body)
  } catch {
    throw new DomainError('malformed_request', 'The body is not UTF-8 text.')
  }
}

const isJsonType = (type: string | undefined): boolean => /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? '')

/** Counts brackets outside strings; what is not JSON at all is left to the parser. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index)
    if (inString) {
      if (character === 0x5c) index++
      else if (character === 0x22) inString = false
    } else if (character === 0x22) inString = true
    else if (character === 0x7b || character === 0x5b) {
      if (++depth > limit) return true
    } else if (character === 0x7d || character === 0x5d) depth--
  }
  return false
}
