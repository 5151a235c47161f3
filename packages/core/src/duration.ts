/** Seconds per unit of a human duration. */
const unitSeconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const
type Unit = keyof typeof unitSeconds

/** Suggestions for forms. */
export const durationExamples = ['15m', '1h', '12h', '1d', '7d'] as const

/** `3600`, `60s`, `10m`, `2h`, `7d`, `1h30m` → seconds; null when it is not a duration. Units descend and occur once. */
export function parseDuration(input: string): number | null {
  const text = input.trim()
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const match = /^(?:(\d{1,5})d)?(?:(\d{1,6})h)?(?:(\d{1,7})m)?(?:(\d{1,9})s)?$/.exec(text)
  if (!match || text === '') return null
  const [, days, hours, minutes, seconds] = match
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0)
}

/** Seconds → the shortest exact text: 3600 → `1h`, 5400 → `1h30m`, 90 → `90s`, 86400 → `1d`. */
export function formatDuration(seconds: number): string {
  if (seconds < 120) return seconds === 60 ? '1m' : `${seconds}s`
  const parts: string[] = []
  let rest = seconds
  for (const unit of ['d', 'h', 'm', 's'] as const satisfies readonly Unit[]) {
    const count = Math.floor(rest / unitSeconds[unit])
    rest -= count * unitSeconds[unit]
    if (count > 0) parts.push(`${count}${unit}`)
  }
  return parts.join('')
}
