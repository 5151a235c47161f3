import type { Recipient } from '@bonafide/crypto'
import type { SignedInActor } from '../actor.ts'
import { DomainError } from '../errors.ts'
import type { EncryptedSecret, PlainSecret, SecretType } from './secret.ts'

/** Opens what an answer carries. The environment's private key is imported once, by the caller. */
export function decryptSecret(secret: EncryptedSecret, owner: Recipient): PlainSecret {
  const open = (ciphertext: string) => openOf(secret, ciphertext, owner)
  const override = secret.override && { ...secret.override, value: open(secret.override.value) }
  return { ...secret, key: open(secret.key), value: open(secret.value), comment: open(secret.comment), override }
}

/** A workload must not start on half of its secrets, so one that does not open fails the whole answer, by name. */
export function openOf({ id, path }: { id: string; path: string }, ciphertext: string, owner: Recipient): string {
  if (ciphertext === '') return ''
  try {
    return owner.decrypt(ciphertext)
  } catch (cause) {
    const sentence = `The secret ${id} at ${path} does not open with its environment's key. Write it again or delete it.`
    throw new DomainError('internal_error', sentence, { cause })
  }
}

/** Sealed values are for workloads and tokens: a person in the console is never shown one, directly, by reference or in the history. */
export const isHidden = (type: SecretType, { via }: SignedInActor): boolean => type === 'sealed' && via.kind === 'session'

/**
 * Whoever is shown no sealed value is not told its length either, and none is compared for them: both would let them try guesses until one
 * fits.
 */
export const shownLength = ({ type, valueLength }: { type: SecretType; valueLength: number }, actor: SignedInActor): number | null =>
  isHidden(type, actor) ? null : valueLength
