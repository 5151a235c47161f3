import { createSecrets, DomainError, parseDotEnv, readSecrets, type SignedInContext, updateSecrets } from '@bonafide/core'

export interface Import {
  environmentId: string
  path?: string
  dotEnv: string
  /** Without it a key that is already there is a `conflict`. */
  overwrite?: boolean
}

export interface Imported {
  created: number
  updated: number
  problems: { line: number; message: string }[]
}

/** Writes a `.env` file into one folder, in one transaction: keys that are there are changed, the others made. */
export async function importSecrets(
  { environmentId, path = '/', dotEnv, overwrite = false }: Import,
  domain: SignedInContext,
): Promise<Imported> {
  const { entries, problems } = parseDotEnv(dotEnv)
  // A key that is set twice: the last one counts, as when a shell reads the file. Keys are stored in upper case.
  const wanted = new Map(entries.map(({ key, value }) => [key.toUpperCase(), value]))
  return domain.stores.transaction(async (stores) => {
    const context = { ...domain, stores }
    const present = await readSecrets({ environmentId, path, resolveReferences: false }, context)
    const idOf = new Map(present.map(({ key, id }) => [key, id]))
    const fresh = [...wanted].flatMap(([key, value]) => (idOf.has(key) ? [] : [{ key, value, path }]))
    const changed = [...wanted].flatMap(([key, value]) => {
      const id = idOf.get(key)
      return id === undefined ? [] : [{ id, value }]
    })
    if (changed.length > 0 && !overwrite) throw alreadyThere([...wanted.keys()].filter((key) => idOf.has(key)))
    if (fresh.length > 0) await createSecrets({ environmentId, secrets: fresh }, context)
    if (changed.length > 0) await updateSecrets({ environmentId, secrets: changed }, context)
    return { created: fresh.length, updated: changed.length, problems }
  })
}

function alreadyThere(keys: readonly string[]): DomainError {
  const names = keys.length > 5 ? `${keys.slice(0, 5).join(', ')} and ${keys.length - 5} more` : keys.join(', ')
  return new DomainError('conflict', `Already in this folder: ${names}. Allow overwriting to change them.`)
}
