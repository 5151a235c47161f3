import { CryptoError, keyDigest, openEnvironmentInBulk } from '@bonafide/crypto'
import type {
  ChangedEncryptedSecretInput,
  ChangedPlainSecret,
  HeldEnvironment,
  NewEncryptedSecretInput,
  NewPlainSecret,
  OpenedSecret,
  SealedSecret,
} from '../shapes.ts'
import { VaultError } from '../vault-error.ts'
import { inBatches } from './batches.ts'
import { openEnvironmentKeys } from './environments.ts'
import type { Lent } from './operation.ts'

export async function decryptSecrets(
  { environment, secrets }: { environment: HeldEnvironment; secrets: readonly SealedSecret[] },
  { keys, report }: Lent,
): Promise<OpenedSecret<SealedSecret>[]> {
  const { decrypt } = await openEnvironmentInBulk(openEnvironmentKeys(environment, keys).seed)
  return inBatches(secrets, (secret) => openedOrUnreadable(secret, decrypt), report)
}

export async function encryptNewSecrets(
  { environment, secrets }: { environment: HeldEnvironment; secrets: readonly NewPlainSecret[] },
  lent: Lent,
): Promise<NewEncryptedSecretInput[]> {
  const seal = await sealer(environment, lent)
  return inBatches(
    secrets,
    async (secret) => ({ ...secret, ...(await seal.key(secret.key)), ...(await seal.rest(secret)), value: await seal.text(secret.value) }),
    lent.report,
  )
}

export async function encryptChangedSecrets(
  { environment, secrets }: { environment: HeldEnvironment; secrets: readonly ChangedPlainSecret[] },
  lent: Lent,
): Promise<ChangedEncryptedSecretInput[]> {
  const seal = await sealer(environment, lent)
  return inBatches(
    secrets,
    async (secret) => ({
      ...secret,
      ...(secret.key === undefined ? {} : await seal.key(secret.key)),
      ...(secret.value === undefined ? {} : { value: await seal.text(secret.value) }),
      ...(await seal.rest(secret)),
    }),
    lent.report,
  )
}

/** Anybody can write what the environment's public key encrypts, and worse: one such secret must not hide all others. */
async function openedOrUnreadable(secret: SealedSecret, open: Open): Promise<OpenedSecret<SealedSecret>> {
  try {
    return { ...(await opened(secret, async (text) => (text === '' ? '' : open(text)))), unreadable: false }
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error
    return { ...(await opened(secret, async () => '')), unreadable: true }
  }
}

// People never see a sealed value again. With server-side encryption the server leaves it out; here nobody else can.
async function opened(secret: SealedSecret, open: Open): Promise<SealedSecret> {
  const { key, value, comment, override, type } = secret
  return {
    ...secret,
    ...(typeof key === 'string' ? { key: await open(key) } : {}),
    ...(typeof value === 'string' ? { value: type === 'SEALED' ? '' : await open(value) } : {}),
    ...(typeof comment === 'string' ? { comment: await open(comment) } : {}),
    ...(override ? { override: { ...override, value: await open(override.value) } } : {}),
  }
}

type Open = (ciphertext: string) => Promise<string>

async function sealer(environment: HeldEnvironment, { keys, randomBytes }: Lent) {
  const { seed, salt } = openEnvironmentKeys(environment, keys)
  const { encrypt } = await openEnvironmentInBulk(seed)
  const text = (plain: string): Promise<string> =>
    encrypt(plain, randomBytes).catch((error: unknown) => {
      if (!(error instanceof CryptoError) || error.code !== 'malformed_text') throw error
      throw new VaultError('invalid_secret', 'A value or comment holds half of a character, which cannot be stored. Type it again.')
    })
  return {
    text,
    /** Key and digest change only together. */
    async key(name: string) {
      const key = storedKey(name)
      return { key: await text(key), keyDigest: keyDigest(key, salt) }
    },
    rest: async ({ comment, override }: Pick<NewPlainSecret, 'comment' | 'override'>) => ({
      ...(comment === undefined ? {} : { comment: comment === '' ? '' : await text(comment) }),
      ...(override ? { override: { ...override, value: await text(override.value) } } : {}),
    }),
  }
}

/** What the server checks of keys that it can read, checked here for those that it cannot; upper case as in every client but the SDKs. */
function storedKey(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what a key must not hold
  if (name !== '' && name.length <= maxKeyLength && !/[=\u0000-\u001f\u007f\p{Surrogate}]/u.test(name) && name === name.trim()) {
    return name.toUpperCase()
  }
  throw new VaultError(
    'invalid_secret',
    `The key of a secret needs 1 to ${maxKeyLength} characters, without =, control characters or blanks around it.`,
  )
}

const maxKeyLength = 256
