import { createHash, createHmac } from 'node:crypto'

/** The bytes a SigV4 signature covers, before hashing. Names in `signedHeaders` are lower case and already in order. */
interface CanonicalParts {
  method: string
  /** Path as it stands in the request line, still percent-encoded. */
  path: string
  /** Query as it stands in the request line, without `?`. */
  query: string
  /** Value of a header by its lower-case name; `undefined` when the request has none. */
  header: (name: string) => string | undefined
  signedHeaders: readonly string[]
  payloadHash: string
}

/** `date` is `YYYYMMDDTHHMMSSZ`; the scope is `<scopeDate>/<region>/<service>/aws4_request`. */
export interface SigningScope {
  algorithm: string
  date: string
  scopeDate: string
  region: string
  service: string
}

export const SIGV4_ALGORITHM = 'AWS4-HMAC-SHA256'

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** `Date` → `YYYYMMDDTHHMMSSZ`, the form of `X-Amz-Date`. */
export function amzDate(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/** `YYYYMMDDTHHMMSSZ` → `Date`, or `undefined` when the text is not exactly that or names no real instant. */
export function parseAmzDate(text: string): Date | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!match) return undefined
  const date = new Date(`${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z`)
  return Number.isNaN(date.getTime()) || amzDate(date) !== text ? undefined : date
}

/**
 * The canonical request of AWS Signature Version 4 for every service but S3 (path segments are encoded a second time).
 * Source: AWS General Reference, "Create a signed AWS API request".
 */
export function canonicalRequest(parts: CanonicalParts): string {
  const headerLines = parts.signedHeaders.map((name) => `${name}:${canonicalValue(parts.header(name) ?? '')}\n`)
  return [
    parts.method,
    canonicalPath(parts.path),
    canonicalQuery(parts.query),
    headerLines.join(''),
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n')
}

/** The text that is signed: algorithm, date, scope and the hash of the canonical request. */
export function stringToSign(canonical: string, scope: SigningScope): string {
  return [scope.algorithm, scope.date, scopeText(scope), sha256Hex(canonical)].join('\n')
}

/** `YYYYMMDD/region/service/aws4_request`. */
export function scopeText(scope: SigningScope): string {
  return `${scope.scopeDate}/${scope.region}/${scope.service}/aws4_request`
}

/** The signature as 64 hexadecimal digits: HMAC-SHA-256 under a key derived from the secret key and the scope. */
export function signature(secretAccessKey: string, text: string, scope: SigningScope): string {
  const key = [scope.scopeDate, scope.region, scope.service, 'aws4_request'].reduce<Uint8Array>(
    (derived, part) => createHmac('sha256', derived).update(part).digest(),
    Buffer.from(`AWS4${secretAccessKey}`, 'utf8'),
  )
  return createHmac('sha256', key).update(text).digest('hex')
}

/** Percent-encodes everything but the unreserved characters of RFC 3986. */
export function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function canonicalValue(value: string): string {
  return value.trim().replace(/ +/g, ' ')
}

function canonicalPath(path: string): string {
  return path === '' ? '/' : path.split('/').map(uriEncode).join('/')
}

function canonicalQuery(query: string): string {
  if (query === '') return ''
  return query
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      return [uriEncode(percentDecode(name)), uriEncode(percentDecode(rest.join('=')))] as const
    })
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** A lone `%` stands for itself: the server must canonicalise whatever arrives, not throw at it. */
function percentDecode(text: string): string {
  return /%(?![0-9A-Fa-f]{2})/.test(text) ? text : decodeUtf8(text)
}

function decodeUtf8(text: string): string {
  const bytes = Buffer.from(
    text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  return bytes.toString('utf8')
}
