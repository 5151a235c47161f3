import type { Runtime } from '@bonafide/core'
import { type FetchedKeys, fetchKeys } from './fetch-keys.ts'
import { answerOf, IssuerWatch } from './issuer-watch.ts'
import type { PublishedKey } from './jwk.ts'

/** What a look-up gave. `unreachable`: there are no good keys, and none could be fetched now. */
export type KeyLookup =
  | {
      keys: PublishedKey[]
      /** How many usable keys the issuer publishes. */
      published: number
      /** What an administrator should know although all is well: old keys in an outage, more keys than others can hold. */
      warning?: string
      /** Why the issuer's last answer was not believed. */
      problem?: string
      unreachable?: undefined
    }
  | { keys?: undefined; unreachable: true; problem?: string }

/** Which key set is meant: the cache belongs to an identity, so that nobody can spoil another one's keys. */
export interface KeySetName {
  identityId: string
  /** Of the keys, or, with an issuer, of its discovery document. */
  url: string
  /** The discovery document must name exactly this issuer. */
  issuer?: string
  /** PEM certificates that are trusted beside the public ones. */
  certificateAuthority?: string
}

interface KeySet {
  keys: FetchedKeys
  /** When the keys were fetched, in milliseconds; -Infinity before the first success. */
  fetchedAt: number
  /** When a fetch was last begun. */
  triedAt: number
  /** When a fetch was last begun because of an unknown key id. */
  soughtAt: number
  /** The last attempt that has ended brought no keys. */
  failed: boolean
  /** The last answer was that there is no such key set: a tenant that does not exist is no outage. */
  absent: boolean
  /** Why the last answer was not believed; undefined when it was, or when there was none. */
  problem: string | undefined
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
/** A set without good keys is asked for at most this often after a failure: whoever sends tokens in its issuer's name must not make us a flood. */
const COLD_COOLDOWN = 1000

const MAX_SETS = 10_000
/** Of one key id, or without any: more are an attempt to keep us busy. */
const MAX_TRIED = 5
/** What others that federate hold at most, Microsoft Entra among them. */
const COMMON_KEYS = 100

/** Key sets of issuers, one per identity and URL: refreshed ahead of need, kept through outages, asked at once for an unknown key. */
export class KeySets {
  readonly #sets = new Map<string, Map<string, KeySet>>()
  readonly #emptySetIs: 'outage' | 'withdrawal'
  readonly #watch: IssuerWatch

  /**
   * What a set without a usable key means. Entra never takes all its keys back, so there it is a fault; whoever runs an issuer of their own and
   * empties its set, as after a theft, means that its former keys count no more. `watch` is told what came of each fetch.
   */
  constructor(emptySetIs: 'outage' | 'withdrawal', watch = new IssuerWatch()) {
    this.#emptySetIs = emptySetIs
    this.#watch = watch
  }

  /** The keys of a set that go by a key id; none when the set is known and does not hold it. Never throws. */
  async find(name: KeySetName, keyId: string | undefined, runtime: Runtime): Promise<KeyLookup> {
    const set = this.#open(name)
    const isWarm = () => since(set.fetchedAt, runtime) < STALE_FOR
    const ageMilliseconds = since(set.fetchedAt, runtime)
    const mayTry = !set.pending && since(set.triedAt, runtime) >= COOLDOWN
    const isRefusedNow = !isWarm() && set.failed && !set.pending && since(set.triedAt, runtime) < COLD_COOLDOWN
    // After a failed attempt nobody waits for the next one, be it under way: good keys are at hand.
    const mustWait = isWarm() ? ageMilliseconds >= FRESH_FOR && !set.failed : !isRefusedNow
    if (mustWait) await this.#fetch(set, name, runtime)
    // #fetch never rejects.
    else if (isWarm() && ageMilliseconds >= REFRESH_AFTER && mayTry) void this.#fetch(set, name, runtime)
    if (!isWarm()) {
      if (set.absent) return { keys: [], published: 0, problem: set.problem }
      return { unreachable: true, problem: set.problem }
    }
    const answer = (): KeyLookup => ({
      keys: candidates(set.keys, keyId),
      published: set.keys.length,
      warning: warningOf(set, runtime),
      problem: set.problem,
    })
    if (candidates(set.keys, keyId).length > 0 || mustWait) return answer()
    // A rotated key is taken at once; a storm of invented key ids costs one fetch per cooldown.
    if (since(set.soughtAt, runtime) >= COOLDOWN) {
      set.soughtAt = runtime.now()
      await this.#fetch(set, name, runtime)
    } else if (set.pending) {
      await set.pending
    }
    return answer()
  }

  /** Forgets every key of an identity, fetches under way included. */
  purge(identityId: string): void {
    this.#sets.delete(identityId)
  }

  #open({ identityId, url, issuer = '', certificateAuthority = '' }: KeySetName): KeySet {
    const sets = this.#sets.get(identityId) ?? new Map<string, KeySet>()
    // What the identity says now: keys that were fetched by other words than these are nobody's.
    const place = [url, issuer, certificateAuthority].join('\n')
    const set = sets.get(place) ?? {
      keys: [],
      fetchedAt: -Infinity,
      triedAt: -Infinity,
      soughtAt: -Infinity,
      failed: false,
      absent: false,
      problem: undefined,
      pending: undefined,
    }
    // An identity that was edited leaves its former sets behind.
    if (sets.size > 4 && !sets.has(place)) sets.clear()
    sets.set(place, set)
    // Identities are taken out and put back, so the first one is the one that was not used for longest.
    this.#sets.delete(identityId)
    this.#sets.set(identityId, sets)
    const [oldest] = this.#sets.keys()
    if (this.#sets.size > MAX_SETS && oldest !== undefined) this.#sets.delete(oldest)
    return set
  }

  /** One fetch at a time per set: whoever comes meanwhile waits for the same one. Never rejects. */
  #fetch(set: KeySet, name: KeySetName, runtime: Runtime): Promise<void> {
    set.triedAt = runtime.now()
    const startedAt = runtime.now()
    set.pending ??= fetchKeys(name, runtime)
      .then((fetched) => {
        const { keys, absent = false, withdrawn = false, problem } = fetched
        this.#watch.asked(name.identityId, answerOf(name.url, fetched, startedAt, runtime.now()))
        set.failed = keys === undefined
        set.absent = absent
        set.problem = problem
        if (withdrawn && this.#emptySetIs === 'withdrawal') Object.assign(set, { keys: [], fetchedAt: -Infinity })
        if (!keys) return
        set.keys = keys
        set.fetchedAt = runtime.now()
      })
      .finally(() => {
        set.pending = undefined
      })
    return set.pending
  }
}

function candidates(keys: FetchedKeys, keyId: string | undefined): PublishedKey[] {
  // A token that names no key is tried with the few there are, and with none where there are many.
  if (keyId === undefined) return keys.length <= MAX_TRIED ? [...keys] : []
  return keys.filter((key) => key.keyId === keyId).slice(0, MAX_TRIED)
}

function warningOf({ keys, fetchedAt, failed, problem }: KeySet, runtime: Runtime): string | undefined {
  const age = since(fetchedAt, runtime)
  if (failed && age >= FRESH_FOR) return `The issuer cannot be asked now; its keys of ${Math.floor(age / MINUTE)} minutes ago still count.`
  if (problem !== undefined && !failed) return problem
  return keys.length > COMMON_KEYS ? `The issuer publishes ${keys.length} keys, more than the ${COMMON_KEYS} that others hold.` : undefined
}

/** Milliseconds since then. What lies ahead of a clock that was set back is as old as can be: a withdrawn key must not outlive the step. */
function since(instant: number, runtime: Runtime): number {
  const milliseconds = runtime.now() - instant
  return milliseconds < 0 ? Infinity : milliseconds
}
