const clockDifferenceMs = 3_600_000

/**
 * An id that is smaller than every one made since: UUID v7 begins with milliseconds. It lets an index of ids answer for a span of time; the
 * exact border is `at`, by the database's clock, from which that of a node may differ by less than an hour.
 */
export function idAt(instant: Date): string {
  const hex = Math.max(0, instant.getTime() - clockDifferenceMs)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`
}
