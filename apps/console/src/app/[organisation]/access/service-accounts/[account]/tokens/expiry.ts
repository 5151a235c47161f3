export type Expiry = 'day' | 'week' | 'month' | 'quarter' | 'date' | 'never' | 'minutes'

export const expiryChoices: { value: Expiry; label: string }[] = [
  { value: 'day', label: '1 day' },
  { value: 'week', label: '7 days' },
  { value: 'month', label: '30 days' },
  { value: 'quarter', label: '90 days' },
  { value: 'date', label: 'On a date' },
  { value: 'never', label: 'Never' },
]

/** The server's limit for what is simulated. */
export const simulatedExpiryChoices: { value: Expiry; label: string }[] = [{ value: 'minutes', label: '15 minutes' }]

const daySeconds = 86_400
const maxSeconds = 366 * daySeconds

const lengthSeconds: Record<Exclude<Expiry, 'date'>, number | null> = {
  minutes: 15 * 60,
  day: daySeconds,
  week: 7 * daySeconds,
  month: 30 * daySeconds,
  quarter: 90 * daySeconds,
  never: null,
}

export type ReadExpiry = { expiresInSeconds: number | null } | { problem: string }

/** `date`: as a date field gives it, `2026-12-31`; it ends with that day, where the reader is. */
export function readExpiry(expiry: Expiry, date: string, nowMs: number): ReadExpiry {
  if (expiry !== 'date') return { expiresInSeconds: lengthSeconds[expiry] }
  const endMs = new Date(`${date}T23:59:59`).getTime()
  if (Number.isNaN(endMs)) return { problem: 'Choose the last day on which the token shall work.' }
  const expiresInSeconds = Math.floor((endMs - nowMs) / 1000)
  if (expiresInSeconds < 60) return { problem: 'That day is over. Choose a later one.' }
  if (expiresInSeconds > maxSeconds) return { problem: 'A token lives a year at most, or for ever: choose Never if you mean that.' }
  return { expiresInSeconds }
}
