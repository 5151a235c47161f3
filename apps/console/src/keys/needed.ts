import type { HandledAccount, Handler, HeldEnvironment, KeyRecipient, SealedEntry, SealedSecret } from './shapes.ts'

/** Pages pass whatever object has the fields; only these cross over, since not everything can be copied between threads. */
export const needed = {
  environment: ({ id, name, identityKey, wrappedKeys }: HeldEnvironment): HeldEnvironment => ({
    id,
    name,
    identityKey,
    wrappedKeys: wrappedKeys && { seed: wrappedKeys.seed, salt: wrappedKeys.salt },
  }),
  secret: ({ key, value, comment, type, override }: SealedSecret): SealedSecret => ({
    ...(typeof key === 'string' ? { key } : {}),
    ...(typeof value === 'string' ? { value } : {}),
    ...(typeof comment === 'string' ? { comment } : {}),
    ...(type === undefined ? {} : { type }),
    ...(override ? { override: { ...override } } : {}),
  }),
  entry: ({ encryptedKey, encryptedComment }: SealedEntry): SealedSecret => ({ key: encryptedKey ?? '', comment: encryptedComment ?? '' }),
  recipient: ({ kind, id, identityKey }: KeyRecipient): KeyRecipient => ({ kind, id, identityKey }),
  handler: ({ id, identityKey }: Handler): Handler => ({ id, identityKey }),
  account: ({ id, name, identityKey, wrappedKeyring }: HandledAccount): HandledAccount => ({ id, name, identityKey, wrappedKeyring }),
}
