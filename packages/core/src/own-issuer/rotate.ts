import { newSigningKey } from '@bonafide/crypto'
import type { Services } from '../context.ts'
import { newId } from '../runtime.ts'
import { type IssuerKey, isDue, isForgotten, isSpent, issuerKeyPlace, keysKeptForMs, signingKeyOf, signsForMs } from './key.ts'

export type IssuerServices = Pick<Services, 'stores' | 'keyring' | 'runtime'>

/**
 * The keys of this server as they have to be now: the first one is made when it is needed, its successor is published a day before it signs, and
 * what nobody needs any more is forgotten. Of any number of nodes that find something to do, one does it.
 */
export async function currentIssuerKeys(services: IssuerServices): Promise<IssuerKey[]> {
  const { stores, runtime } = services
  const keys = await stores.issuerKeys.list()
  return isDue(keys, runtime.now()) ? rotateIssuerKeys(services) : keys
}

/** The same with the look that decides taken while nobody else may change keys. */
async function rotateIssuerKeys(services: IssuerServices): Promise<IssuerKey[]> {
  return services.stores.transaction(async ({ issuerKeys }) => {
    await issuerKeys.lock()
    const now = services.runtime.now()
    const keys = await issuerKeys.list()
    for (const key of keys) {
      if (isSpent(key, now) && key.serverWrappedPrivateKey !== null) await issuerKeys.forgetPrivateKey(key.id)
    }
    await issuerKeys.remove(keys.filter((key) => isForgotten(key, now)).map(({ id }) => id))
    const last = keys.find(({ signsUntil }) => signsUntil === null)
    if (last === undefined || signingKeyOf(keys, now) === undefined) {
      // Nothing could be signed meanwhile, so that there is nobody who would be surprised by a key that signs at once.
      await issuerKeys.insert({ ...(await makeKey(now, services)), signsUntil: last?.signsFrom ?? null })
    } else if (last.signsFrom.getTime() + signsForMs - keysKeptForMs <= now) {
      const next = await makeKey(now + keysKeptForMs, services)
      await issuerKeys.end(last.id, next.signsFrom)
      await issuerKeys.insert(next)
    }
    return issuerKeys.list()
  })
}

/**
 * Forgets every key at once and makes another one that signs from now on: for when one may be known to others. Tokens that were signed before
 * are refused by whoever asks for the keys again; verifiers that keep them may take them for as long as they do. Answers the key's id.
 */
export async function replaceIssuerKeys(services: IssuerServices): Promise<{ kid: string; forgotten: number }> {
  return services.stores.transaction(async ({ issuerKeys }) => {
    await issuerKeys.lock()
    const keys = await issuerKeys.list()
    await issuerKeys.remove(keys.map(({ id }) => id))
    const key = await makeKey(services.runtime.now(), services)
    await issuerKeys.insert(key)
    return { kid: key.publicKey.kid, forgotten: keys.length }
  })
}

async function makeKey(signsFrom: number, { keyring, runtime }: IssuerServices): Promise<IssuerKey> {
  const id = newId(runtime)
  const { publicKey, privateKey } = await newSigningKey()
  return {
    id,
    publicKey,
    serverWrappedPrivateKey: keyring.wrap(privateKey, issuerKeyPlace(id), runtime.randomBytes),
    signsFrom: new Date(signsFrom),
    signsUntil: null,
    createdAt: new Date(runtime.now()),
  }
}
