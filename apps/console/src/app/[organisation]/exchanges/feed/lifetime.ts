const units = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const

/** `3600` → "1 h", `5400` → "1 h 30 min". */
export function lifetime(seconds: number | null): string {
  if (seconds === null) return ''
  let left = seconds
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return count === 0 ? [] : [`${count} ${unit}`]
  })
  return parts.join(' ') || '0 s'
}
