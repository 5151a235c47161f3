import type { WatchedIssuer } from './observation.ts'
import type { IssuerRecord } from './store.ts'

export const healthCodes = [
  'issuer_unreachable',
  'issuer_leaks_key',
  'certificate_ends',
  'uploaded_keys_old',
  'clock_off',
  'many_keys',
  'weak_keys',
] as const
export type HealthCode = (typeof healthCodes)[number]

/** Something about an issuer that somebody should know. */
export interface HealthFinding {
  code: HealthCode
  severity: 'danger' | 'warning'
  message: string
}

const SECOND = 1000
const DAY = 86_400 * SECOND
/** What clocks may differ by before tokens are refused. */
const clockLeewayMs = 30 * SECOND
const certificateWarningMs = 14 * DAY
const certificateDangerMs = 3 * DAY
/** What others that federate hold at most, Microsoft Entra among them. */
const commonKeys = 100
/** Without a date of their own, uploaded keys are old after half a year. */
const uploadedKeysLastMs = 182 * DAY

/** What is wrong with an issuer, the worst first. */
export function findingsOf(issuer: WatchedIssuer, record: IssuerRecord | null, now: Date): HealthFinding[] {
  if (!record) return []
  const found = [
    unreachable(record),
    leak(record),
    certificate(record, now),
    uploadedKeys(issuer, record, now),
    clock(issuer, record),
    manyKeys(record),
    weakKeys(record),
  ].filter((finding) => finding !== undefined)
  return found.toSorted((left, right) => Number(right.severity === 'danger') - Number(left.severity === 'danger'))
}

function unreachable({ failingSince, problem, answeredAt }: IssuerRecord): HealthFinding | undefined {
  if (!failingSince) return undefined
  const consequence = answeredAt ? 'Its last good keys go on for a day.' : 'It has never answered, so nobody can log in by it.'
  return { code: 'issuer_unreachable', severity: 'danger', message: `${problem ?? 'It did not answer.'} ${consequence}` }
}

function leak({ failingSince, problem }: IssuerRecord): HealthFinding | undefined {
  return failingSince || problem === null ? undefined : { code: 'issuer_leaks_key', severity: 'danger', message: problem }
}

function certificate({ certificateEndsAt }: IssuerRecord, now: Date): HealthFinding | undefined {
  if (!certificateEndsAt) return undefined
  const leftMs = certificateEndsAt.getTime() - now.getTime()
  if (leftMs > certificateWarningMs) return undefined
  const when = leftMs <= 0 ? 'has ended' : `ends in ${inDays(leftMs)}`
  const message = `The TLS certificate of the issuer ${when}; after that its keys cannot be fetched. Its operator has to renew it.`
  return { code: 'certificate_ends', severity: leftMs <= certificateDangerMs ? 'danger' : 'warning', message }
}

/** When somebody wants to be told that uploaded keys are old; null where the keys are fetched. */
export function reminderOf({ keysAreUploaded, remindOn }: WatchedIssuer, record: IssuerRecord | null): Date | null {
  if (!keysAreUploaded) return null
  if (remindOn !== undefined) return new Date(`${remindOn}T00:00:00Z`)
  return record?.keysSince ? new Date(record.keysSince.getTime() + uploadedKeysLastMs) : null
}

function uploadedKeys(issuer: WatchedIssuer, record: IssuerRecord, now: Date): HealthFinding | undefined {
  const reminder = reminderOf(issuer, record)
  if (!reminder || reminder > now) return undefined
  const message = 'The uploaded keys are due for a look: upload what the issuer publishes now, and set the next date.'
  return { code: 'uploaded_keys_old', severity: 'warning', message }
}

/**
 * The issuer's clock minus ours in milliseconds, or null where nothing can be said. The youngest accepted token decides when it is of now: a
 * clock cannot be slow then. An old one is a slow clock or a token that was handed out late, so the clock of the issuer's web server is heard
 * too, and the smaller difference believed.
 */
export function clockOffsetOf({ makesFreshTokens }: WatchedIssuer, { tokenOffsetMs, serverOffsetMs }: IssuerRecord): number | null {
  if (tokenOffsetMs !== null && tokenOffsetMs >= -clockLeewayMs) return tokenOffsetMs
  if (serverOffsetMs === null) return makesFreshTokens ? tokenOffsetMs : null
  return tokenOffsetMs === null || serverOffsetMs >= 0 ? serverOffsetMs : Math.max(tokenOffsetMs, serverOffsetMs)
}

function clock(issuer: WatchedIssuer, record: IssuerRecord): HealthFinding | undefined {
  const offsetMs = clockOffsetOf(issuer, record)
  if (offsetMs === null || Math.abs(offsetMs) <= clockLeewayMs) return undefined
  const seconds = Math.round(Math.abs(offsetMs) / SECOND)
  const message =
    offsetMs > 0
      ? `The clock of the issuer is ${seconds} s ahead of ours: its tokens are refused as coming from the future.`
      : `The clock of the issuer is ${seconds} s behind ours: its tokens end that much earlier for us.`
  return { code: 'clock_off', severity: 'warning', message }
}

function manyKeys({ keyCount }: IssuerRecord): HealthFinding | undefined {
  if (keyCount === null || keyCount <= commonKeys) return undefined
  const message = `The issuer publishes ${keyCount} keys. All of them are used here; others that federate hold ${commonKeys} at most.`
  return { code: 'many_keys', severity: 'warning', message }
}

function weakKeys({ weakKeyCount }: IssuerRecord): HealthFinding | undefined {
  if (!weakKeyCount) return undefined
  const what = weakKeyCount === 1 ? 'One key of the issuer is too weak and is' : `${weakKeyCount} keys of the issuer are too weak and are`
  return { code: 'weak_keys', severity: 'warning', message: `${what} not used: what it signs is refused.` }
}

function inDays(milliseconds: number): string {
  const days = Math.floor(milliseconds / DAY)
  if (days === 0) return 'less than a day'
  return days === 1 ? 'one day' : `${days} days`
}
