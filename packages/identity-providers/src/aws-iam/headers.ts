import { asObject, parseStrictJson } from '../strict-json.ts'

const MAX_HEADERS = 32
const knownAmzHeaders: ReadonlySet<string> = new Set(['x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'])

// Our own header comes twice only in an attack, which shall be judged, and refused, as a wrong value.
const joinedHeader = 'x-bonafide-server-id'

/**
 * Reads the header object of a proof: a JSON object of strings, or of arrays with one string as Go writes them. Names fall to lower case.
 * Answers a sentence when it cannot be read in one way only.
 */
export function readHeaders(json: string): ReadonlyMap<string, string> | string {
  const object = asObject(parseStrictJson(json))
  if (!object) return 'must be a JSON object in which each name stands once'
  const entries = Object.entries(object)
  if (entries.length > MAX_HEADERS) return `must hold at most ${MAX_HEADERS} headers`
  const headers = new Map<string, string>()
  for (const [rawName, rawValue] of entries) {
    const name = rawName.toLowerCase()
    const values = valuesOf(rawValue)
    if (!/^[A-Za-z0-9-]{1,64}$/.test(rawName)) return 'must hold names of letters, digits and hyphens only'
    if (!values?.every(isHeaderValue)) return `${name} must be one line of printable ASCII text`
    if (name.startsWith('x-amz-') && !knownAmzHeaders.has(name)) return `${name} has no place in this request`
    if (name !== joinedHeader && (values.length !== 1 || headers.has(name))) return `${name} must be given once`
    const earlier = headers.get(name)
    headers.set(name, (earlier === undefined ? values : [earlier, ...values]).join(', '))
  }
  return headers
}

function valuesOf(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value]
  return list.length > 0 && list.length <= 4 && list.every((entry) => typeof entry === 'string') ? list : undefined
}

function isHeaderValue(value: string): boolean {
  return value.length <= 8192 && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)
}
