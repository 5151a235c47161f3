import { DomainError } from '@bonafide/core'
import { limits } from './limits.ts'

/** A GraphQL request as its body says it, shape checked, nothing else. */
export interface GraphqlRequest {
  query: string
  variables: Record<string, unknown> | undefined
  operationName: string | undefined
  bodyBytes: number
}

/** Reads a request, or fails with `method_not_allowed`, `unsupported_media_type`, `too_large` or `malformed_request`. */
export async function readRequest(request: Request): Promise<GraphqlRequest> {
  if (request.method !== 'POST') throw new DomainError('method_not_allowed', 'GraphQL is asked by POST.')
  requireJson(request.headers)
  const bytes = await readBytes(request)
  return { ...requestOf(parseJson(textOf(bytes))), bodyBytes: bytes.byteLength }
}

// Nothing but application/json: a page of another origin cannot send that without our leave (CORS preflight), unlike forms and plain text.
// UTF-8 only (RFC 8259 8.1), and not compressed: what is small on the wire could be anything when unpacked.
function requireJson(headers: Headers): void {
  const [type = '', ...parameters] = (headers.get('content-type') ?? '').split(';').map((part) => part.trim().toLowerCase())
  const isUtf8 = parameters.every((parameter) => /^charset="?utf-8"?$/.test(parameter))
  if (type !== 'application/json' || !isUtf8) {
    throw new DomainError('unsupported_media_type', 'Send the request as application/json in UTF-8.')
  }
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') throw new DomainError('unsupported_media_type', 'Send the request uncompressed.')
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new DomainError('malformed_request', 'The body is not UTF-8.', { cause })
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > limits.bulkBodyBytes) throw tooLarge(limits.bulkBodyBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > limits.bulkBodyBytes) throw tooLarge(limits.bulkBodyBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export const tooLarge = (bytes: number) => new DomainError('too_large', `The body is larger than ${bytes} bytes.`)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new DomainError('malformed_request', 'The body is not JSON.', { cause })
  }
}

function requestOf(body: unknown): Omit<GraphqlRequest, 'bodyBytes'> {
  if (Array.isArray(body)) throw malformed('', 'One operation per request: batches are not served.')
  if (!isRecord(body)) throw malformed('', 'The body must be a JSON object with a query.')
  const { query, variables = null, operationName = null, extensions = null } = body
  if (typeof query !== 'string' || query.trim() === '') throw malformed('/query', 'must be a GraphQL document as text')
  if (variables !== null && !isRecord(variables)) throw malformed('/variables', 'must be an object')
  if (operationName !== null && typeof operationName !== 'string') throw malformed('/operationName', 'must be text')
  if (extensions !== null && !isRecord(extensions)) throw malformed('/extensions', 'must be an object')
  if (extensions && 'persistedQuery' in extensions) throw malformed('/extensions', 'persisted queries are not served: send the document')
  if (query.length > limits.bodyBytes) throw tooLarge(limits.bodyBytes)
  return { query, variables: variables ?? undefined, operationName: operationName ?? undefined }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function malformed(pointer: string, message: string): DomainError {
  return pointer === ''
    ? new DomainError('malformed_request', message)
    : new DomainError('malformed_request', `${pointer}: ${message}`, { fields: [{ pointer, message }] })
}
