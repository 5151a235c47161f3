import type { Context } from '../context.ts'
import type { CloudCredential } from './credential.ts'
import type { CredentialParts } from './input.ts'
import { secretPlace } from './open.ts'

type SealedSecret = Pick<CloudCredential, 'serverWrappedSecret' | 'lastFour' | 'fingerprint'>

/** A secret as it is kept: sealed for its row alone, and what may be told of it. */
export function sealSecret(
  { kind, config, secret }: CredentialParts,
  { id, organisationId }: Pick<CloudCredential, 'id' | 'organisationId'>,
  { keyring, runtime }: Context,
): SealedSecret {
  if (!kind.secret || secret === null) return { serverWrappedSecret: null, lastFour: null, fingerprint: null }
  return {
    serverWrappedSecret: keyring.wrap(secret, secretPlace(id), runtime.randomBytes),
    lastFour: kind.secret.lastFour(config),
    // Of the organisation, so that equal secrets of two customers look different.
    fingerprint: keyring.fingerprint(secret, secretPlace(organisationId)),
  }
}
