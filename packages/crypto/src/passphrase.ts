import { primitives } from '#primitives'
import { decodeHex, decodeUtf8, draw, encodeHex, encodeUtf8, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { formatKeyring, type MemberKeyring, memberKeyring, parseKeyring } from './keyring.ts'
import { type Argon2Cost, keyBytes } from './primitives.ts'
import { openRaw, sealRaw } from './symmetric.ts'

/** Cost of everything derived from an account password: libsodium's MODERATE, 256 MiB. */
export const passwordCost = { passes: 3, memoryKiB: 256 * 1024, lengthBytes: keyBytes } as const satisfies Argon2Cost

/** Cost of the account seed derived from recovery words: libsodium's SENSITIVE, 1 GiB. */
export const mnemonicCost = { passes: 4, memoryKiB: 1024 * 1024, lengthBytes: keyBytes } as const satisfies Argon2Cost

const saltBytes = 16
const mnemonicWords = 24

/**
 * The key (64 hex digits) that seals a member's keyring, from the account password. It never leaves the member's device.
 * The e-mail address is used as given: callers pass the spelling that is stored. Takes seconds: run it in a worker.
 */
export function deviceKey(password: string, email: string): Promise<string> {
  return stretch(password, email, passwordCost)
}

/** What is sent to the server instead of the password (64 hex digits); reveals nothing about the device key. Takes seconds. */
export function authHash(password: string, email: string): Promise<string> {
  return stretch(password, `auth-v1:${email}`, passwordCost)
}

/** The account seed (64 hex digits) behind 24 BIP-39 words and an organisation id. Needs 1 GiB of memory and many seconds. */
export async function accountSeedFromMnemonic(mnemonic: string, organisationId: string): Promise<string> {
  return stretch(mnemonicPassword(mnemonic), organisationId, mnemonicCost)
}

/** A new member's keys, and the recovery code (64 hex digits, the account seed) that brings them back when the password is lost. */
export function newMemberKeyring(randomBytes: RandomBytes): { keyring: MemberKeyring; recoveryCode: string } {
  const recoveryCode = encodeHex(draw(randomBytes, keyBytes))
  return { keyring: memberKeyring(recoveryCode), recoveryCode }
}

/** Brings back a member's keys from a recovery code, forgiving case, spaces and hyphens that people add. Throws `malformed_key`. */
export function recoverMemberKeyring(recoveryCode: string): MemberKeyring {
  return memberKeyring(recoveryCode.replace(/[\s-]/g, '').replace(/[A-F]/g, (letter) => letter.toLowerCase()))
}

/** `wrapped_keyring`: hex of the sealed keyring JSON. */
export function sealKeyring(keyring: MemberKeyring, key: string, randomBytes: RandomBytes): string {
  return sealText(formatKeyring(keyring), key, randomBytes)
}

/** Opens `wrapped_keyring`. A wrong password shows as `decryption_failed`. */
export function openKeyring(wrappedKeyring: string, key: string): MemberKeyring {
  const { symmetricKey, privateKey, publicKey } = parseKeyring(openText(wrappedKeyring, key))
  if (symmetricKey === undefined) throw new CryptoError('malformed_keyring', 'the keyring of a member holds a symmetric key')
  return { symmetricKey, privateKey, publicKey }
}

/** `wrapped_recovery`: hex of the sealed recovery code or words. */
export function sealRecovery(recovery: string, key: string, randomBytes: RandomBytes): string {
  return sealText(recovery, key, randomBytes)
}

/** Opens `wrapped_recovery`. */
export function openRecovery(wrappedRecovery: string, key: string): string {
  return openText(wrappedRecovery, key)
}

/** The text that Argon2id reads for 24 words: lower case, joined with hyphens. Throws `malformed_mnemonic`. */
export function mnemonicPassword(mnemonic: string): string {
  const words = mnemonic.trim().toLowerCase().split(/\s+/)
  if (words.length !== mnemonicWords || !words.every((word) => /^[a-z]+$/.test(word))) {
    throw new CryptoError('malformed_mnemonic', `expected ${mnemonicWords} words`)
  }
  return words.join('-')
}

/** BLAKE2b-128 of a text: the salt of every derivation here, 16 bytes. */
export function passphraseSalt(text: string): Uint8Array {
  return primitives.blake2b(encodeUtf8(text), { lengthBytes: saltBytes })
}

async function stretch(password: string, saltText: string, cost: Argon2Cost): Promise<string> {
  return encodeHex(await primitives.argon2id(encodeUtf8(password), passphraseSalt(saltText), cost))
}

function sealText(text: string, key: string, randomBytes: RandomBytes): string {
  return encodeHex(sealRaw(encodeUtf8(text), { key: decodeHex(key, keyBytes, 'malformed_key') }, randomBytes))
}

function openText(sealed: string, key: string): string {
  const raw = decodeHex(sealed, undefined, 'malformed_ciphertext')
  return decodeUtf8(openRaw(raw, { key: decodeHex(key, keyBytes, 'malformed_key') }))
}
