export { decryptWith, encryptTo, isCiphertext, openPrivateKey, type Recipient } from './asymmetric.ts'
export {
  concat,
  decodeBase64,
  decodeHex,
  decodeHexOfAnyCase,
  decodeUtf8,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  equalBytes,
  equalText,
  type RandomBytes,
  xor,
} from './bytes.ts'
export { keyDigest } from './digest.ts'
export {
  type EnvironmentKeys,
  environmentKeyPair,
  newEnvironmentKeys,
  openEnvironment,
  openEnvironmentInBulk,
  unwrapEnvironmentKeys,
  type WrappedEnvironmentKeys,
  wrapEnvironmentKeys,
} from './environment-keys.ts'
export { CryptoError, type CryptoErrorCode } from './errors.ts'
export { hmacSha256 } from './hmac.ts'
export {
  exchangeKeyPair,
  exchangePrivateKey,
  exchangePublicKey,
  type KeyPair,
  newKeyPair,
  seedKeyPair,
  signingKeyPair,
} from './key-pairs.ts'
export { joinShares, type KeyShares, splitKey, unwrapShare, wrapShare } from './key-shares.ts'
export {
  formatKeyring,
  type Keyring,
  keyringKeyPair,
  type MemberKeyring,
  memberKeyring,
  newServiceAccountKeyring,
  parseKeyPair,
  parseKeyring,
} from './keyring.ts'
export {
  accountSeedFromMnemonic,
  authHash,
  deviceKey,
  mnemonicCost,
  newMemberKeyring,
  openKeyring,
  openRecovery,
  passwordCost,
  recoverMemberKeyring,
  sealKeyring,
  sealRecovery,
} from './passphrase.ts'
export { createServerKeyring, type ServerKeyring } from './server-keys.ts'
export { newServerSecret, parseServerSecrets } from './server-secrets.ts'
export {
  authorizationSchemes,
  formatToken,
  hashBearerValue,
  type MintedToken,
  mintToken,
  newBearerValue,
  parseBearerValue,
  parseToken,
  type TokenKind,
  type TokenParts,
  tokenKeyPair,
} from './service-token.ts'
export { newSigningKey, type PublicSigningKey, type SigningKey, signJwt } from './signing-keys.ts'
export { openRaw, type SymmetricKey, sealRaw } from './symmetric.ts'
