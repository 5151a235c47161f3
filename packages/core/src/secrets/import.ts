import * as z from 'zod'
import { type Context, requireSignedIn } from '../context.ts'
import { DomainError } from '../errors.ts'
import { parse, text, uuid } from '../parse.ts'
import { parseDotEnv } from './dotenv.ts'
import { secretPath } from './path.ts'
import { readSecrets } from './read-plain.ts'
import { createSecrets, updateSecrets } from './write-plain.ts'

export const maxFileLength = 10 * 1024 * 1024

const importInput = z.object({
  environmentId: uuid,
  path: secretPath.default('/'),
  dotEnv: text(maxFileLength),
  /** Without it a key that is already there is a `conflict`. */
  overwrite: z.boolean().default(false),
})

export interface Imported {
  created: number
  updated: number
  /** Lines that could not be read, from 1; the others are imported. */
  problems: { line: number; message: string }[]
}

/**
 * Writes a `.env` file into one folder of a server-encrypted app, in one transaction: keys that are there are changed, the others made. Takes the
 * rights that reading, creating and updating take, as far as the file needs them.
 */
export async function importSecrets(input: unknown, context: Context): Promise<Imported> {
  requireSignedIn(context)
  const { environmentId, path, dotEnv, overwrite } = parse(importInput, input)
  const { entries, problems } = parseDotEnv(dotEnv)
  // A key that is set twice: the last one counts, as when a shell reads the file. Keys are stored in upper case.
  const wanted = new Map(entries.map(({ key, value }) => [key.toUpperCase(), value]))
  return context.stores.transaction(async (stores) => {
    const inside = { ...context, stores }
    const present = await readSecrets({ environmentId, path, resolveReferences: false }, inside)
    const idOf = new Map(present.map(({ key, id }) => [key, id]))
    const fresh = [...wanted].flatMap(([key, value]) => (idOf.has(key) ? [] : [{ key, value, path }]))
    const changed = [...wanted].flatMap(([key, value]) => {
      const id = idOf.get(key)
      return id === undefined ? [] : [{ id, value }]
    })
    if (changed.length > 0 && !overwrite) throw alreadyThere([...wanted.keys()].filter((key) => idOf.has(key)))
    if (fresh.length > 0) await createSecrets({ environmentId, secrets: fresh }, inside)
    if (changed.length > 0) await updateSecrets({ environmentId, secrets: changed }, inside)
    return { created: fresh.length, updated: changed.length, problems }
  })
}

function alreadyThere(keys: readonly string[]): DomainError {
  const names = keys.length > 5 ? `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more` : keys.join(', ')
  return new DomainError('conflict', `Already in this folder: ${names}. Allow overwriting to change them.`)
}
