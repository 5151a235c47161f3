import { CryptoError } from '@bonafide/crypto'
import type { Services } from '../context.ts'

type KeyServices = Pick<Services, 'stores' | 'keyring' | 'runtime'>

/** The server was started with keys that are not those of its database. */
export class WrongServerKey extends Error {
  readonly code = 'wrong_server_key'

  constructor(cause: unknown) {
    super('BONAFIDE_SECRET_KEY is not the key that this database was written with. Start with the right one; nothing was changed.', {
      cause,
    })
    this.name = 'WrongServerKey'
  }
}

/**
 * Call it at start, before anything is served: the first start leaves a check value that only its keys open, later starts must open it. Thus no
 * row is ever written under a wrong key. Of nodes that start together for the first time, one leaves the value and the others check theirs.
 * @throws WrongServerKey
 */
export async function ensureKeyCheck({ stores, keyring, runtime }: KeyServices): Promise<void> {
  const kept = await stores.signIn.keepKeyCheck(keyring.makeKeyCheck(runtime.randomBytes))
  try {
    keyring.verifyKeyCheck(kept)
  } catch (error) {
    throw error instanceof CryptoError ? new WrongServerKey(error) : error
  }
}

/** The last step of a key rotation: from now on the server starts with the first of its keys alone. */
export async function renewKeyCheck(services: KeyServices): Promise<void> {
  await ensureKeyCheck(services)
  await services.stores.signIn.replaceKeyCheck(services.keyring.makeKeyCheck(services.runtime.randomBytes))
}
