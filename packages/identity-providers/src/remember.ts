/**
 * The same function, with the results for the texts that were asked for last: the same text gives the same, so nothing can become stale. Texts
 * whose result is not to be kept, such as those that hold somebody's private key, are not kept either.
 */
export function rememberLast<Value>(
  most: number,
  make: (text: string) => Value,
  mayKeep: (value: Value) => boolean = () => true,
): (text: string) => Value {
  const known = new Map<string, Value>()
  return (text) => {
    const value = known.has(text) ? (known.get(text) as Value) : make(text)
    if (!mayKeep(value)) return value
    // Taken out and put back, so the first one is the one that was not asked for longest.
    known.delete(text)
    known.set(text, value)
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return value
  }
}
