import { describe, expect, it } from 'vitest'
import { encodeHex } from './bytes.ts'
import { parseKeyring } from './keyring.ts'
import {
  accountSeedFromMnemonic,
  authHash,
  deviceKey,
  newMemberKeyring,
  openKeyring,
  openRecovery,
  passphraseSalt,
  passwordCost,
  recoverMemberKeyring,
  sealKeyring,
  sealRecovery,
} from './passphrase.ts'
import { codeOf, randomBytes } from './testing.ts'
import { vectors } from './vectors/wire-vectors.json' with { type: 'json' }

const perDerivationMs = 60_000

describe('account passwords', () => {
  it.each(vectors.account_password_kdf)(
    'account_password_kdf: $email gets this device key and auth hash',
    async (vector) => {
      expect(passwordCost).toMatchObject({ passes: vector.opslimit, memoryKiB: vector.memlimit / 1024 })
      expect(encodeHex(passphraseSalt(vector.email))).toBe(vector.device_salt)
      expect(encodeHex(passphraseSalt(`auth-v1:${vector.email}`))).toBe(vector.auth_salt)
      expect(await deviceKey(vector.password, vector.email)).toBe(vector.device_key)
      expect(await authHash(vector.password, vector.email)).toBe(vector.auth_hash)
    },
    2 * perDerivationMs,
  )

  it('a sealed keyring and its recovery code open with the device key alone', () => {
    const key = encodeHex(randomBytes(32))
    const { keyring, recoveryCode } = newMemberKeyring(randomBytes)
    const sealed = sealKeyring(keyring, key, randomBytes)
    expect(openKeyring(sealed, key)).toEqual(keyring)
    expect(openRecovery(sealRecovery(recoveryCode, key, randomBytes), key)).toBe(recoveryCode)
    expect(codeOf(() => openKeyring(sealed, encodeHex(randomBytes(32))))).toBe('decryption_failed')
  })

  it('a recovery code brings the same keys back, however it was copied', () => {
    const { keyring, recoveryCode } = newMemberKeyring(randomBytes)
    const typed = (recoveryCode.toUpperCase().match(/.{8}/g) ?? []).join('-')
    expect(recoverMemberKeyring(` ${typed}\n`)).toEqual(keyring)
    expect(codeOf(() => recoverMemberKeyring(recoveryCode.slice(1)))).toBe('malformed_key')
  })

  it('two members never get the same keys', () => {
    expect(newMemberKeyring(randomBytes).keyring.publicKey).not.toBe(newMemberKeyring(randomBytes).keyring.publicKey)
  })

  it('fewer or more than 24 words are refused before any work', async () => {
    await expect(accountSeedFromMnemonic('one two three', 'organisation')).rejects.toMatchObject({ code: 'malformed_mnemonic' })
  })
})

describe('a keyring', () => {
  it('with halves that do not belong together is refused', () => {
    const mine = newMemberKeyring(randomBytes).keyring
    const theirs = newMemberKeyring(randomBytes).keyring
    const mixed = JSON.stringify({ ...mine, publicKey: theirs.publicKey })
    expect(codeOf(() => parseKeyring(mixed))).toBe('malformed_key')
  })

  it.each(['', 'null', '[]', '"text"', '{"publicKey":1,"privateKey":2}', '{"publicKey":"'])('that reads %j is refused', (json) => {
    expect(codeOf(() => parseKeyring(json))).toBe('malformed_keyring')
  })

  it('that cannot be read is not quoted by the error', () => {
    const canary = encodeHex(randomBytes(16))
    try {
      parseKeyring(`{"publicKey": ${canary}`)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(Error)
      expect(JSON.stringify([String(error), String((error as Error).cause)])).not.toContain(canary.slice(0, 8))
    }
  })
})
