/**
 * Collects the keys that are asked for in one turn of the event loop and looks them up together, each key once per request. What the lookup
 * does not answer is null; when it fails, everybody who waits for it fails alike.
 */
export function batched<Value>(lookUp: (keys: string[]) => Promise<ReadonlyMap<string, Value>>): (key: string) => Promise<Value | null> {
  const asked = new Map<string, Promise<Value | null>>()
  let waiting: { keys: string[]; found: Promise<ReadonlyMap<string, Value>> } | undefined

  const join = (key: string): Promise<ReadonlyMap<string, Value>> => {
    if (!waiting) {
      const keys: string[] = []
      const found = endOfTurn().then(() => {
        waiting = undefined
        return lookUp(keys)
      })
      waiting = { keys, found }
    }
    waiting.keys.push(key)
    return waiting.found
  }

  return (key) => {
    const known = asked.get(key)
    if (known) return known
    const value = join(key).then((found) => found.get(key) ?? null)
    asked.set(key, value)
    return value
  }
}

// After every promise that is already settled: by then all siblings of a list have asked.
const endOfTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** The same where only one thing can be looked up at a time: still each key once per request. */
export function remembered<Value>(lookUp: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const asked = new Map<string, Promise<Value>>()
  return (key) => {
    const known = asked.get(key)
    if (known) return known
    const value = lookUp(key)
    asked.set(key, value)
    return value
  }
}

/** One lookup for each value of an argument that all keys of a batch must share. */
export function perArgument<Argument, Lookup>(make: (argument: Argument) => Lookup): (argument: Argument) => Lookup {
  const made = new Map<Argument, Lookup>()
  return (argument) => {
    const known = made.get(argument) ?? make(argument)
    made.set(argument, known)
    return known
  }
}
