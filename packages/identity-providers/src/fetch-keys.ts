import { OutboundError, type OutboundResponse, type Runtime } from '@bonafide/core'
import { decodeUtf8 } from './base64.ts'
import { excerpt } from './excerpt.ts'
import { isWeakKey, type PublishedKey, readPublicKey } from './jwk.ts'
import { isPrivateKey } from './private-key.ts'
import { asObject, ownProperty, parseStrictJson } from './strict-json.ts'

export type FetchedKeys = readonly PublishedKey[]

/**
 * Keys, or none: `absent` when the issuer says that there is no such set, `withdrawn` when there is one without a usable key, `problem` when its
 * answer cannot be believed, or not all of it.
 */
export interface Fetched {
  keys?: FetchedKeys
  absent?: boolean
  withdrawn?: boolean
  problem?: string
  /** Members of the key set that are not used: of other kinds or for other purposes, and, of those, too weak ones. */
  unusable?: number
  weak?: number
  seen?: Seen
}

/** What the other side showed beside its answer. */
export interface Seen {
  certificateEndsAt?: number
  /** Its clock minus ours, in milliseconds, by its Date. */
  serverOffsetMs?: number
}

interface Place {
  /** Of the keys, or, with an issuer, of its discovery document. */
  url: string
  issuer?: string
  certificateAuthority?: string
}

const maxBytes = 512 * 1024
const maxKeys = 1000
const timeoutMs = 5000
const leak = 'The issuer publishes a private key or a shared secret. It is not used here, and has to be replaced there.'

/** Fetches the usable keys of an issuer. Never throws. */
export async function fetchKeys(place: Place, runtime: Runtime): Promise<Fetched> {
  if (place.issuer === undefined) return fetchKeySet(place, runtime)
  const found = await fetchDocument(place, runtime)
  const { seen } = found
  if (!found.document) return found
  const { url, problem } = keysUrlOf(found.document, place.issuer)
  return url === undefined ? { problem, seen } : { seen, ...(await fetchKeySet({ ...place, url }, runtime)) }
}

// OpenID Connect Discovery 1.0, 4.3: the document must name the very issuer that was asked for.
function keysUrlOf(document: Record<string, unknown>, issuer: string): { url?: string; problem?: string } {
  const [named, url] = ['issuer', 'jwks_uri'].map((name) => ownProperty(document, name))
  if (named !== issuer) return { problem: `The discovery document speaks for ${shown(named)}, not for ${issuer}.` }
  if (typeof url !== 'string' || !URL.canParse(url)) return { problem: 'The discovery document names no address of keys.' }
  const [ours, theirs] = [new URL(issuer), new URL(url)]
  if (theirs.host === ours.host && theirs.protocol === ours.protocol && theirs.username === '' && theirs.password === '') return { url }
  return {
    problem: `The discovery document points to keys at ${theirs.origin}. If that is right, enter ${shown(url)} as the URL of the keys.`,
  }
}

async function fetchKeySet(place: Place, runtime: Runtime): Promise<Fetched> {
  const { document, ...failure } = await fetchDocument(place, runtime)
  return document ? { ...readKeySet(document), seen: failure.seen } : failure
}

/** The usable keys of a JWKS (RFC 7517 5), as it was fetched or uploaded. */
export function readKeySet(document: unknown): Fetched {
  const object = asObject(document)
  const members = object && ownProperty(object, 'keys')
  if (!Array.isArray(members)) return { problem: 'The answer is no key set.' }
  if (members.length > maxKeys) return { problem: `The key set holds more than ${maxKeys} keys.` }
  const keys = members.map(readPublicKey).filter((key) => key !== undefined)
  if (keys.length === 0) return { withdrawn: true, problem: 'The key set holds no key that can be used.' }
  const counts = { unusable: members.length - keys.length, weak: members.filter(isWeakKey).length }
  return members.some(isPrivateKey) ? { keys, ...counts, problem: leak } : { keys, ...counts }
}

async function fetchDocument(
  { url, certificateAuthority }: Place,
  runtime: Runtime,
): Promise<Fetched & { document?: Record<string, unknown> }> {
  try {
    const startedAt = runtime.now()
    const request = { headers: { accept: 'application/json' }, timeoutMs, maxBytes }
    const response = await runtime.fetch(url, certificateAuthority === undefined ? request : { ...request, certificateAuthority })
    const seen = seenIn(response, startedAt, runtime.now())
    if (response.status === 400 || response.status === 404) return { absent: true, problem: `${url} answered ${response.status}.`, seen }
    if (response.status !== 200) return { problem: `${url} answered ${response.status}.`, seen }
    const document = asObject(parseStrictJson(decodeUtf8(response.body) ?? ''))
    return document ? { document, seen } : { problem: `${url} answered no JSON object that can be read in one way only.`, seen }
  } catch (error) {
    // Every reason means the same for the keys we have: go on with them. The guarded fetch does its own counting.
    return { problem: `${url} could not be asked: ${error instanceof OutboundError ? error.message : 'no answer'}.` }
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? excerpt(value, 300) : 'nobody')

/** What an answer shows of the other side: the end of its certificate, and its clock (RFC 9110 6.6.1), which a cache tells late by its Age. */
export function seenIn({ headers, certificateEndsAt }: OutboundResponse, startedAt: number, endedAt: number): Seen {
  const date = Date.parse(headers.date ?? '')
  const ageSeconds = /^\d{1,9}$/.test(headers.age ?? '') ? Number(headers.age) : 0
  // Whole seconds: half of one is what is left out on average.
  const serverOffsetMs = Number.isNaN(date) ? undefined : date + 500 + ageSeconds * 1000 - (startedAt + endedAt) / 2
  return { certificateEndsAt, serverOffsetMs }
}
