import type { CredentialAccess } from '@bonafide/core'
import { type AwsKeys, usableUntil } from './keys.ts'
import { whoHas } from './sts.ts'
import type { AwsWay } from './way.ts'

/** Signed in: keys, and whose they turned out to be. */
export interface AwsSession {
  keys: AwsKeys
  /** Whom AWS says we are. */
  principal: string
  account: string
  region: string
  /** Not given to anybody again: for sessions that AWS says have ended. */
  discard(): void
}

export interface AwsSessions {
  /** Fails with a `DestinationFailure`, which is not kept. `anew`: whatever is kept. */
  open(way: AwsWay, access: CredentialAccess, options?: { anew: boolean }): Promise<AwsSession>
}

interface Kept {
  session: Promise<AwsSession>
  /** Milliseconds since the epoch; not known before AWS has answered. */
  until: number
}

/** Far more than are in use at once; the one that was asked for longest ago makes room. */
const most = 2000

/**
 * Sessions of one process. Two askers share one only when they come with the same version of the same credential of the same organisation, under
 * the same name: roles, external ids and regions cannot be mixed up, since all of them are parts of that version.
 */
export function createAwsSessions(now: () => number): AwsSessions {
  const kept = new Map<string, Kept>()
  const open = (way: AwsWay, access: CredentialAccess, { anew } = { anew: false }): Promise<AwsSession> => {
    const { cacheKey } = access
    const key = `${cacheKey}/${way.sessionOf(access)}`
    const present = kept.get(key)
    if (present && !anew && now() < present.until) {
      kept.delete(key)
      kept.set(key, present)
      return present.session
    }
    for (const other of kept.keys()) if (isOtherVersion(other, cacheKey)) kept.delete(other)
    const mine: Kept = { session: signIn(way, access, () => drop(key, mine)), until: Number.POSITIVE_INFINITY }
    kept.delete(key)
    kept.set(key, mine)
    mine.session.then(
      ({ keys }) => {
        mine.until = usableUntil(keys, now())
      },
      () => drop(key, mine),
    )
    for (const [oldest] of kept) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
    return mine.session
  }
  const drop = (key: string, mine: Kept): void => {
    if (kept.get(key) === mine) kept.delete(key)
  }
  return { open }
}

/** Of the same credential as it was before, or as it has become. */
const isOtherVersion = (key: string, cacheKey: string): boolean =>
  key.startsWith(cacheKey.slice(0, cacheKey.lastIndexOf('/') + 1)) && !key.startsWith(`${cacheKey}/`)

async function signIn(way: AwsWay, access: CredentialAccess, discard: () => void): Promise<AwsSession> {
  const region = way.kind.regionOf(access.config)
  const keys = await way.signIn(access)
  const { arn, account } = await whoHas(keys, region, access.network)
  return { keys, principal: arn, account, region, discard }
}
