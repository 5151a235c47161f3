const daySeconds = 86_400

/** What the form offers; 30 days unless somebody chooses. "Never" takes a choice of its own. */
export const lifetimes = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: 'date', label: 'Until a date' },
  { value: 'never', label: 'Never' },
] as const
export type Lifetime = (typeof lifetimes)[number]['value']

/** Seconds from now, null for never, or a sentence that says what is wrong. `date` is a local day, `2027-03-01`, and counts to its end. */
export function secondsOf(lifetime: Lifetime, date: string, nowMs: number): number | null | { problem: string } {
  if (lifetime === 'never') return null
  if (lifetime !== 'date') return Number(lifetime) * daySeconds
  const endMs = new Date(`${date}T23:59:59`).getTime()
  if (Number.isNaN(endMs)) return { problem: 'Choose the last day on which the token works.' }
  const seconds = Math.floor((endMs - nowMs) / 1000)
  return seconds < 60 ? { problem: 'This day is over. Choose a later one.' } : seconds
}
