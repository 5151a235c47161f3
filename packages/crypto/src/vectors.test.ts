import { describe, expect, it } from 'vitest'
import { primitives } from '#primitives'
import { decryptWith, encryptTo, openPrivateKey } from './asymmetric.ts'
import { decodeHex, encodeHex, encodeUtf8 } from './bytes.ts'
import { keyDigest } from './digest.ts'
import { environmentKeyPair, openEnvironment, unwrapEnvironmentKeys, wrapEnvironmentKeys } from './environment-keys.ts'
import { exchangeKeyPair, exchangePrivateKey, exchangePublicKey, seedKeyPair, signingKeyPair } from './key-pairs.ts'
import { joinShares, splitKey, unwrapShare, wrapShare } from './key-shares.ts'
import { keyringKeyPair, memberKeyring, parseKeyring } from './keyring.ts'
import { mnemonicPassword, passphraseSalt } from './passphrase.ts'
import { authorizationSchemes, mintToken, parseToken, type TokenKind, tokenKeyPair } from './service-token.ts'
import { clientSessionKeys, serverSessionKeys } from './session.ts'
import { openRaw, sealRaw } from './symmetric.ts'
import { disclosed, randomBytes } from './testing.ts'
import { vectors } from './vectors/wire-vectors.json' with { type: 'json' }

const numbered = <Vector>(list: readonly Vector[]) => list.map((vector, index) => [index + 1, vector] as const)

describe('the wire vectors', () => {
  it('are 95', () => {
    expect(Object.values(vectors).reduce((sum, list) => sum + list.length, 0)).toBe(95)
  })

  it.each(numbered(vectors.kx_seed_keypair))('kx_seed_keypair %i: a seed makes this pair', (_, vector) => {
    expect(seedKeyPair(vector.seed)).toEqual({ publicKey: vector.public_key, privateKey: vector.private_key })
  })

  it.each(numbered(vectors.kx_session_keys))('kx_session_keys %i: both sides make these keys', (_, vector) => {
    const client = primitives.x25519(decodeHex(vector.client_private))
    const server = primitives.x25519(decodeHex(vector.server_private))
    expect(encodeHex(client.publicKey)).toBe(vector.client_public)
    expect(encodeHex(server.publicKey)).toBe(vector.server_public)
    const ofClient = clientSessionKeys(client, server.publicKey)
    const ofServer = serverSessionKeys(server, client.publicKey)
    expect([ofClient.receive, ofClient.send].map(encodeHex)).toEqual([vector.client_rx, vector.client_tx])
    expect([ofServer.receive, ofServer.send].map(encodeHex)).toEqual([vector.server_rx, vector.server_tx])
  })

  it.each(numbered(vectors.ed25519_to_x25519))('ed25519_to_x25519 %i: a signing pair becomes this exchange pair', (_, vector) => {
    const signing = signingKeyPair(vector.ed25519_seed)
    expect(signing).toEqual({ publicKey: vector.ed25519_public_key, privateKey: vector.ed25519_private_key })
    expect(exchangePublicKey(signing.publicKey)).toBe(vector.x25519_public_key)
    expect(exchangePrivateKey(signing.privateKey)).toBe(vector.x25519_private_key)
  })

  it.each(numbered(vectors.xchacha20poly1305_raw))('xchacha20poly1305_raw %i: sealed and opened', (_, vector) => {
    const key = decodeHex(vector.key)
    const plaintext = encodeUtf8(vector.plaintext_utf8)
    const raw = decodeHex(vector.ciphertext_tag_nonce_hex)
    expect(sealRaw(plaintext, { key }, disclosed(vector.nonce))).toEqual(raw)
    expect(openRaw(raw, { key })).toEqual(plaintext)
  })

  it.each(numbered(vectors.ph_v1_ciphertext))('ph_v1_ciphertext %i: encrypted and decrypted', (_, vector) => {
    const dice = disclosed(vector.ephemeral_private_key, vector.nonce)
    expect(encryptTo(vector.recipient_public_key, vector.plaintext, dice)).toBe(vector.ciphertext)
    expect(decryptWith(vector.recipient_private_key, vector.ciphertext)).toBe(vector.plaintext)
    expect(openEnvironment(vector.recipient_seed).decrypt(vector.ciphertext)).toBe(vector.plaintext)
  })

  it.each(numbered(vectors.key_digest))('key_digest %i: a name and a salt make this digest', (_, vector) => {
    expect(keyDigest(vector.key, vector.salt_hex_string)).toBe(vector.digest)
  })

  it.each(numbered(vectors.xor_shares))('xor_shares %i: split and joined', (_, vector) => {
    expect(splitKey(vector.secret, disclosed(vector.share0_random))).toEqual({ share0: vector.share0_random, share1: vector.share1 })
    expect(joinShares(vector.share0_random, vector.share1)).toBe(vector.secret)
  })

  it.each(numbered(vectors.wrapped_key_share))('wrapped_key_share %i: wrapped and unwrapped', (_, vector) => {
    expect(wrapShare(vector.share_hex, vector.wrap_key, disclosed(vector.nonce))).toBe(vector.wrapped_key_share)
    expect(vector.wrapped_key_share).toHaveLength(vector.wrapped_length_hex_chars)
    expect(unwrapShare(vector.wrapped_key_share, vector.wrap_key)).toBe(vector.share_hex)
  })

  it.each(numbered(vectors.tokens))('tokens %i: minted, parsed and opened', (_, vector) => {
    const keyPair = { publicKey: vector.kx_public_key, privateKey: vector.kx_private_key }
    const dice = disclosed(vector.bearer_value, vector.share0, vector.wrap_key, vector.wrap_nonce)
    const minted = mintToken(vector.kind as TokenKind, keyPair, dice)
    expect(minted.token).toBe(vector.token)
    expect(minted.wrappedKeyShare).toBe(vector.wrapped_key_share)
    const parts = parseToken(vector.token)
    expect(tokenKeyPair(parts, vector.wrapped_key_share)).toEqual(keyPair)
    expect(`Bearer ${authorizationSchemes[parts.kind]} ${parts.value}`).toBe(vector.authorization_header)
    if (!vector.ed25519_public_key || !vector.ed25519_private_key) return
    expect(exchangeKeyPair({ publicKey: vector.ed25519_public_key, privateKey: vector.ed25519_private_key })).toEqual(keyPair)
  })

  it.each(numbered(vectors.environment_key_wrap))('environment_key_wrap %i: wrapped and unwrapped', (_, vector) => {
    expect(environmentKeyPair(vector.env_seed)).toEqual({ publicKey: vector.env_identity_key, privateKey: vector.env_private_key })
    expect(exchangePublicKey(vector.account_identity_key_ed25519)).toBe(vector.account_kx_public_key)
    const dice = disclosed(
      vector.wrapped_seed_ephemeral_private,
      vector.wrapped_seed_nonce,
      vector.wrapped_salt_ephemeral_private,
      vector.wrapped_salt_nonce,
    )
    const keys = { seed: vector.env_seed, salt: vector.env_salt }
    const wrapped = { wrappedSeed: vector.wrapped_seed, wrappedSalt: vector.wrapped_salt }
    expect(wrapEnvironmentKeys(keys, vector.account_kx_public_key, dice)).toEqual(wrapped)
    expect(unwrapEnvironmentKeys(wrapped, openPrivateKey(vector.account_kx_private_key), vector.env_identity_key)).toEqual(keys)
  })

  it.each(numbered(vectors.server_keypair_and_sa_keyring))('server_keypair_and_sa_keyring %i: wrapped, opened, used', (_, vector) => {
    const server = seedKeyPair(vector.SERVER_SECRET)
    expect(server).toEqual({ publicKey: vector.server_public_key, privateKey: vector.server_private_key })
    const dice = disclosed(vector.ephemeral_private_key, vector.nonce)
    expect(encryptTo(server.publicKey, vector.keyring_json, dice)).toBe(vector.server_wrapped_keyring)
    const keyring = parseKeyring(decryptWith(server.privateKey, vector.server_wrapped_keyring))
    expect(keyringKeyPair(keyring).publicKey).toBe(vector.resulting_token_identity_key)
  })

  it.each(numbered(vectors.account_kdf_from_seed))('account_kdf_from_seed %i: an account seed makes this keyring', (_, vector) => {
    expect(memberKeyring(vector.account_seed)).toEqual({
      symmetricKey: vector.symmetric_key,
      privateKey: vector.ed25519_private_key,
      publicKey: vector.ed25519_public_key,
    })
    expect(signingKeyPair(vector.signing_seed).publicKey).toBe(vector.ed25519_public_key)
  })

  it.each(numbered(vectors.account_mnemonic_seed))('account_mnemonic_seed %i: an organisation makes this salt', (_, vector) => {
    expect(encodeHex(passphraseSalt(vector.organisation_id))).toBe(vector.salt)
    expect(mnemonicPassword(` ${vector.mnemonic.toUpperCase()}\n`)).toBe(vector.mnemonic.replaceAll(' ', '-'))
  })

  it.each(numbered(vectors.lockbox))('lockbox %i: encrypted and opened by its seed', (_, vector) => {
    const { data } = JSON.parse(vector.stored_data_json) as { data: string }
    const box = openPrivateKey(seedKeyPair(vector.seed).privateKey)
    expect(box.encrypt(vector.plaintext, disclosed(vector.ephemeral_private_key, vector.nonce))).toBe(data)
    expect(box.decrypt(data)).toBe(vector.plaintext)
    expect(box.decrypt(box.encrypt(vector.plaintext, randomBytes))).toBe(vector.plaintext)
  })
})
