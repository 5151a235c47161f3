import { Failure } from './failure.ts'
import type { Pair } from './formats.ts'
import type { ChangedSecret, NewSecret, PlainValue } from './secret.ts'
import type { Workspace } from './workspace.ts'

export interface Changes {
  create: NewSecret[]
  update: ChangedSecret[]
  unchanged: number
}

const maxKeyLength = 256

/** Refuses names that programs could not read as environment variables. Nothing is upper-cased: `key` and `KEY` are two secrets. */
export function requireKey(key: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && key.length <= maxKeyLength) return
  const suggestion = key.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^(?=\d)/, '_')
  throw new Failure('invalid', `"${key.slice(0, 80)}" cannot be the name of a secret.`, {
    why: `Names consist of letters, digits and underscores, do not begin with a digit and have at most ${maxKeyLength} characters.`,
    fix: /\w/.test(suggestion) ? `For example ${suggestion.slice(0, 80)}` : undefined,
    code: 'malformed_key',
  })
}

/** What has to be written so that the environment holds these pairs at this path. */
export function plan(
  pairs: readonly Pair[],
  existing: readonly PlainValue[],
  { path, type = 'secret' }: { path: string; type?: string },
): Changes {
  const present = new Map(existing.map((secret) => [secret.key, secret]))
  const changes: Changes = { create: [], update: [], unchanged: 0 }
  for (const { key, value } of pairs) {
    const secret = present.get(key)
    if (!secret) changes.create.push({ key, value, path, type })
    else if (secret.sharedValue === value) changes.unchanged++
    else changes.update.push({ secret, value })
  }
  return changes
}

/** Writes the changes: first what is new, then what is other. When only the first half succeeded, that is said with its own exit code. */
export async function apply({ create, update }: Changes, { door, place }: Workspace): Promise<void> {
  if (create.length > 0) await door.create(create)
  if (update.length === 0) return
  try {
    await door.update(update)
  } catch (error) {
    if (create.length === 0 || !(error instanceof Failure)) throw error
    throw new Failure('partial', `${create.length} new secrets were written to ${place}, ${update.length} changed ones were not.`, {
      why: error.message,
      fix: 'Mend the reason and run the same command again: what is there already stays as it is',
      code: error.details.code,
      requestId: error.details.requestId,
      cause: error,
    })
  }
}
