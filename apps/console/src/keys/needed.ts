import type { HandledAccount, Handler, HeldEnvironment, KeyRecipient, SealedSecret } from './shapes.ts'

/** Pages pass whatever object has the fields; only these cross over, since not everything can be copied between threads. */
export const needed = {
  environment: ({ id, name, identityKey, wrappedKeys }: HeldEnvironment): HeldEnvironment => ({
    id,
    name,
    identityKey,
    wrappedKeys: wrappedKeys && { seed: wrappedKeys.seed, salt: wrappedKeys.salt },
  }),
  secret: ({ key, value, comment, type, override }: SealedSecret): SealedSecret => ({
    ...(key === undefined ? {} : { key }),
    ...(value === undefined ? {} : { value }),
    ...(comment === undefined ? {} : { comment }),
    ...(type === undefined ? {} : { type }),
    ...(override === undefined ? {} : { override: override && { ...override } }),
  }),
  recipient: ({ kind, id, identityKey }: KeyRecipient): KeyRecipient => ({ kind, id, identityKey }),
  handler: ({ id, identityKey }: Handler): Handler => ({ id, identityKey }),
  account: ({ id, name, identityKey, wrappedKeyring }: HandledAccount): HandledAccount => ({ id, name, identityKey, wrappedKeyring }),
}
