import type { Runtime } from '@bonafide/core'
import { decodeUtf8 } from './base64.ts'
import { type PublishedKey, readRsaKey } from './jwk.ts'
import { asObject, ownProperty, parseStrictJson } from './strict-json.ts'

/** What a look-up gave. `unreachable`: there are no good keys, and none could be fetched now. */
export type KeyLookup = { keys: PublishedKey[]; unreachable?: undefined } | { keys?: undefined; unreachable: true }

/** Which key set is meant: the cache belongs to an identity, so that nobody can spoil another one's keys. */
export interface KeySetName {
  identityId: string
  url: string
}

interface KeySet {
  keys: Keys
  /** When the keys were fetched, in milliseconds; -Infinity before the first success. */
  fetchedAt: number
  /** When a fetch was last begun. */
  triedAt: number
  /** When a fetch was last begun because of an unknown key id. */
  soughtAt: number
  /** The last answer was that there is no such key set: a tenant that does not exist is no outage. */
  absent: boolean
  pending: Promise<void> | undefined
}

const MINUTE = 60_000
/** From this age on a key set is fetched again in the background. */
const REFRESH_AFTER = 5 * MINUTE
/** The published maximum age of a key while its issuer can be reached: older sets are fetched before they are used. */
const FRESH_FOR = 10 * MINUTE
/** While an issuer is down its good keys go on for a day. */
const STALE_FOR = 24 * 60 * MINUTE
/** One set is fetched at most this often because of unknown key ids, and asked again this long after a failure. */
const COOLDOWN = 10_000

const MAX_BYTES = 512 * 1024
const MAX_KEYS = 1000
const MAX_SETS = 10_000
const TIMEOUT_MILLISECONDS = 5000

/** Key sets of issuers, one per identity and URL: refreshed ahead of need, kept through outages, asked at once for an unknown key. */
export class KeySets {
  readonly #sets = new Map<string, Map<string, KeySet>>()

  /** The keys of a set that go by a key id; none when the set is known and does not hold it. Never throws. */
  async find(name: KeySetName, keyId: string, runtime: Runtime): Promise<KeyLookup> {
    const set = this.#open(name)
    const isWarm = () => since(set.fetchedAt, runtime) < STALE_FOR
    const ageMilliseconds = since(set.fetchedAt, runtime)
    const mayTry = !set.pending && since(set.triedAt, runtime) >= COOLDOWN
    // After a failed attempt nobody waits for the next one: good keys are at hand.
    const hasFailed = !set.pending && set.triedAt > set.fetchedAt
    const mustWait = !isWarm() || (ageMilliseconds >= FRESH_FOR && !hasFailed)
    if (mustWait) await this.#fetch(set, name, runtime)
    // #fetch never rejects.
    else if (ageMilliseconds >= REFRESH_AFTER && mayTry) void this.#fetch(set, name, runtime)
    if (!isWarm()) return set.absent ? { keys: [] } : { unreachable: true }
    const found = set.keys.get(keyId)
    if (found || mustWait) return { keys: found ?? [] }
    // A rotated key is taken at once; a storm of invented key ids costs one fetch per cooldown.
    if (since(set.soughtAt, runtime) >= COOLDOWN) {
      set.soughtAt = runtime.now()
      await this.#fetch(set, name, runtime)
    } else if (set.pending) {
      await set.pending
    }
    return { keys: set.keys.get(keyId) ?? [] }
  }

  /** Forgets every key of an identity, fetches under way included. */
  purge(identityId: string): void {
    this.#sets.delete(identityId)
  }

  #open({ identityId, url }: KeySetName): KeySet {
    const sets = this.#sets.get(identityId) ?? new Map<string, KeySet>()
    const set = sets.get(url) ?? {
      keys: new Map(),
      fetchedAt: -Infinity,
      triedAt: -Infinity,
      soughtAt: -Infinity,
      absent: false,
      pending: undefined,
    }
    sets.set(url, set)
    // Identities are taken out and put back, so the first one is the one that was not used for longest.
    this.#sets.delete(identityId)
    this.#sets.set(identityId, sets)
    const [oldest] = this.#sets.keys()
    if (this.#sets.size > MAX_SETS && oldest !== undefined) this.#sets.delete(oldest)
    return set
  }

  /** One fetch at a time per set: whoever comes meanwhile waits for the same one. Never rejects. */
  #fetch(set: KeySet, { url }: KeySetName, runtime: Runtime): Promise<void> {
    set.triedAt = runtime.now()
    set.pending ??= fetchKeys(url, runtime)
      .then((keys) => {
        set.absent = keys === 'absent'
        if (keys === undefined || keys === 'absent') return
        set.keys = keys
        set.fetchedAt = runtime.now()
      })
      .finally(() => {
        set.pending = undefined
      })
    return set.pending
  }
}

/** Milliseconds since then. What lies ahead of a clock that was set back is as old as can be: a withdrawn key must not outlive the step. */
function since(instant: number, runtime: Runtime): number {
  const milliseconds = runtime.now() - instant
  return milliseconds < 0 ? Infinity : milliseconds
}

type Keys = Map<string, PublishedKey[]>

/** The usable keys of a JWKS by key id; `absent` when there is none; `undefined` without an answer, or with one that cannot be trusted. */
async function fetchKeys(url: string, runtime: Runtime): Promise<Keys | 'absent' | undefined> {
  try {
    const response = await runtime.fetch(url, {
      headers: { accept: 'application/json' },
      timeoutMs: TIMEOUT_MILLISECONDS,
      maxBytes: MAX_BYTES,
    })
    if (response.status === 400 || response.status === 404) return 'absent'
    return response.status === 200 ? readKeySet(response.body) : undefined
  } catch {
    // Every reason means the same here: go on with the keys we have. The guarded fetch does its own counting.
    return undefined
  }
}

function readKeySet(body: Uint8Array): Keys | undefined {
  const document = asObject(parseStrictJson(decodeUtf8(body) ?? ''))
  const members = document && ownProperty(document, 'keys')
  if (!Array.isArray(members) || members.length > MAX_KEYS) return undefined
  const keys: Keys = new Map()
  for (const member of members) {
    const key = readRsaKey(member)
    const namesakes = key ? (keys.get(key.keyId) ?? []) : []
    // Two keys under one id are both tried; a longer row of them is an attempt to keep us busy.
    if (key && namesakes.length < 4) keys.set(key.keyId, [...namesakes, key])
  }
  return keys.size > 0 ? keys : undefined
}
