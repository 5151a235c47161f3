const MAX_DEPTH = 16

/**
 * JSON in which nothing can be read two ways: no name twice in one object (RFC 8259 4 leaves the winner open), no NUL and no lone surrogate
 * in any string, at most 16 levels deep. `undefined` for everything else.
 */
export function parseStrictJson(text: string): unknown {
  const value = parsed(text)
  return value !== undefined && isUnambiguous(text) ? value : undefined
}

/** A JSON object as its own properties; `undefined` for every other value. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

/** An own property, so that `constructor` or `__proto__` are never found by inheritance. */
export function ownProperty(object: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// Runs over text that JSON.parse has accepted, so strings and brackets are known to be balanced.
function isUnambiguous(text: string): boolean {
  const tokens = /"(?:[^"\\]+|\\.)*"|[{}[\]]|:/g
  const open: (Set<string> | null)[] = []
  let latest = ''
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : null) > MAX_DEPTH) return false
    } else if (token === '}' || token === ']') {
      open.pop()
    } else if (token === ':') {
      const names = open.at(-1)
      if (!names || names.has(latest)) return false
      names.add(latest)
    } else {
      latest = JSON.parse(token) as string
      if (latest.includes('\u0000') || !latest.isWellFormed()) return false
    }
  }
  return true
}
