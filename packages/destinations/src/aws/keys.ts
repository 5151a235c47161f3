/** Keys that AWS takes. */
export interface AwsKeys {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** Undefined for keys of a user. */
  expiresAt?: Date
}

/** Nothing is begun with keys that end within this time: a run that has begun comes to its end. */
const marginMs = 5 * 60_000

/** How long keys are kept when AWS sets them no end, or a later one: whoever they belong to is looked at again by then. */
const longestMs = 60 * 60_000

/** Until when keys are begun with, in milliseconds since the epoch. */
export const usableUntil = ({ expiresAt }: AwsKeys, now: number): number =>
  Math.min(now + longestMs, (expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - marginMs)
