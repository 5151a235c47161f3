const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The first change is due after this time, however many follow it: what is edited one after the other is written once. */
export const settlingMs = 2 * SECOND

/** What lies between two writes, by how many there were in the last hour. */
const stepsMs = [0, 5 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE]
/** From so many writes of the last day on, there is a longer time between two of them: a day never has a hundred. */
const manyPerDay = 50
const manyPerDayMs = 30 * MINUTE

/**
 * How many milliseconds a change has to wait, after writes as many as there were. AWS asks for no more than one version in ten minutes on
 * end, and keeps a hundred versions of the last day. Source: Secrets Manager API, PutSecretValue.
 */
export function waitBeforeWrite(recentWrites: readonly Date[], now: number): number {
  const last = Math.max(...recentWrites.map((at) => at.getTime()))
  if (recentWrites.length === 0) return 0
  const lastHour = recentWrites.filter((at) => now - at.getTime() < HOUR).length
  const step = stepsMs[Math.min(lastHour, stepsMs.length - 1)] ?? 0
  const spacing = recentWrites.length >= manyPerDay ? Math.max(step, manyPerDayMs) : step
  return Math.max(0, last + spacing - now)
}
