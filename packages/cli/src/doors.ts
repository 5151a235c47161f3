import { CryptoError, keyDigest, openEnvironment, openPrivateKey, tokenKeyPair, unwrapEnvironmentKeys } from '@bonafide/crypto'
import type { Api, EncryptedSecret, Introspection, PlainSecret } from './api.ts'
import { Failure } from './failure.ts'
import type { PlainValue, SecretDoor } from './secret.ts'
import type { Target } from './target.ts'
import type { HeldToken } from './token.ts'

export interface DoorInput {
  token: HeldToken
  reach: Introspection
  target: Pick<Target, 'app' | 'environment'>
  api: Api
  randomBytes(length: number): Uint8Array
}

/**
 * The way to an environment's secrets. A token that holds its half of a key decrypts here and the server's answers stay sealed on the way; one without it can
 * only ask the server to decrypt, which it does for apps with server-side encryption.
 */
export function openDoor(input: DoorInput): SecretDoor {
  const share = input.reach.wrapped_key_share
  if (input.token.parts && share) return encryptedDoor(input, share)
  if (input.target.app.encryption === 'SSE') return plainDoor(input)
  throw new Failure('refused', `This token holds no key, so it cannot read the app "${input.target.app.name}".`, {
    why: 'The app is encrypted end to end: only the holder of a key can open its secrets.',
    fix: 'Use a token with a key (made in the console, or by a service account), or switch on server-side encryption for the app',
    code: 'client_keys_required',
  })
}

function encryptedDoor({ token, target, api, randomBytes }: DoorInput, share: string): SecretDoor {
  const { salt, environment } = unlocked(token, share, target)
  const { id } = target.environment.environment
  const seal = (text: string) => environment.encrypt(text, randomBytes)
  const open = (secret: EncryptedSecret): PlainValue => {
    const sharedValue = environment.decrypt(secret.value)
    const override = secret.override?.is_active ? environment.decrypt(secret.override.value) : undefined
    return {
      id: secret.id,
      key: environment.decrypt(secret.key),
      value: override ?? sharedValue,
      sharedValue,
      comment: secret.comment === '' ? '' : environment.decrypt(secret.comment),
      tags: secret.tags,
      type: secret.type,
      path: secret.path,
      version: secret.version,
      overridden: override !== undefined,
      createdAt: secret.created_at ?? null,
      updatedAt: secret.updated_at ?? null,
    }
  }
  return {
    resolvesReferences: false,
    async read({ path, key }) {
      const sealed = await api.readEncrypted(id, { path, keyDigest: key === undefined ? undefined : keyDigest(key, salt) })
      return sealed.map((secret) => decrypting(() => open(secret)))
    },
    // Keys are used exactly as given, in the digest and in the ciphertext alike: `key` and `KEY` are two secrets.
    create: (secrets) =>
      api.writeEncrypted(
        'POST',
        id,
        secrets.map(({ key, value, path, type }) => ({
          key: seal(key),
          keyDigest: keyDigest(key, salt),
          value: seal(value),
          comment: '',
          tags: [],
          path,
          type,
        })),
      ),
    // Everything is sent again, because the server clears tags that are left out.
    update: (changes) =>
      api.writeEncrypted(
        'PUT',
        id,
        changes.map(({ secret: { id: secretId, key, comment, tags, path, type }, value }) => ({
          id: secretId,
          key: seal(key),
          keyDigest: keyDigest(key, salt),
          value: seal(value),
          comment: comment === '' ? '' : seal(comment),
          tags,
          path,
          type,
        })),
      ),
    remove: (ids) => api.deleteEncrypted(id, ids),
  }
}

/** Token → its X25519 private key → the environment's seed and salt. A seed that is not this environment's is refused. */
function unlocked(token: HeldToken, share: string, { environment: held }: DoorInput['target']) {
  const { wrapped_seed: wrappedSeed, wrapped_salt: wrappedSalt, identity_key: identityKey, environment } = held
  if (!token.parts || !wrappedSeed || !wrappedSalt) throw undecryptable(`the keys of environment "${environment.name}"`)
  const { parts } = token
  return decrypting(() => {
    const owner = openPrivateKey(tokenKeyPair(parts, share).privateKey)
    const { seed, salt } = unwrapEnvironmentKeys({ wrappedSeed, wrappedSalt }, owner, identityKey)
    return { salt, environment: openEnvironment(seed) }
  })
}

function decrypting<Result>(deed: () => Result): Result {
  try {
    return deed()
  } catch (error) {
    if (error instanceof CryptoError) throw undecryptable('what the server sent', error)
    throw error
  }
}

function undecryptable(what: string, cause?: CryptoError): Failure {
  return new Failure('unexpected', `Your token cannot decrypt ${what}.`, {
    why: cause?.message,
    fix: 'Sign in again; if that does not help, ask an administrator to grant the environment anew',
    code: cause?.code ?? 'missing_key',
    cause,
  })
}

function plainDoor({ target, api }: DoorInput): SecretDoor {
  const place = { appId: target.app.id, environmentName: target.environment.environment.name }
  return {
    resolvesReferences: true,
    // Not by key: this route would upper-case it first.
    read: async ({ path }) => (await api.readPlain(place, { path })).map(plainValue),
    async create(secrets) {
      // This route upper-cases keys, as existing clients of it expect. A key that would be changed is refused instead.
      const changed = secrets.find(({ key }) => key !== key.toUpperCase())
      if (changed) throw onlyUpperCase(changed.key)
      await api.writePlain('POST', place, secrets)
    },
    async update(changes) {
      await api.writePlain(
        'PUT',
        place,
        changes.map(({ secret: { id }, value }) => ({ id, value })),
      )
    },
    remove: (ids) => api.deletePlain(place, ids),
  }
}

function onlyUpperCase(key: string): Failure {
  return new Failure('invalid', `This token cannot create the secret "${key}".`, {
    why: 'It holds no key, so the server encrypts for it, and that way knows upper-case names only.',
    fix: `Name it ${key.toUpperCase()}, or use a token with a key`,
    code: 'unsupported_key',
  })
}

function plainValue(secret: PlainSecret): PlainValue {
  const override = secret.override?.isActive ? secret.override.value : undefined
  return {
    id: secret.id,
    key: secret.key,
    value: override ?? secret.value,
    sharedValue: secret.value,
    comment: secret.comment ?? '',
    tags: secret.tags ?? [],
    type: secret.type,
    path: secret.path,
    version: secret.version,
    overridden: override !== undefined,
    createdAt: secret.createdAt ?? null,
    updatedAt: secret.updatedAt ?? null,
  }
}
