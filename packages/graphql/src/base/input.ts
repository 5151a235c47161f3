/**
 * An input object as use cases take it: a plain object in which whatever the client gave as null is left out, all the way down. `keep` names
 * top-level fields in which null says something ("never").
 */
export function given<Input extends object>(input: Input, keep: readonly (keyof Input)[] = []): Record<string, unknown> {
  const entries = Object.entries(input).filter(([name, value]) => value !== null || keep.some((kept) => kept === name))
  return Object.fromEntries(entries.map(([name, value]) => [name, withoutNulls(value)]))
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (value === null || typeof value !== 'object' || value instanceof Date) return value
  return given(value)
}
