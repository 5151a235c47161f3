import type { Context } from '../context.ts'
import { isDomainError } from '../errors.ts'
import { cloudNetwork } from '../lab/cloud.ts'
import { issueOwnToken, type TokenPurpose } from '../own-issuer/issue.ts'
import { parse } from '../parse.ts'
import { DestinationFailure } from '../syncs/destination.ts'
import type { CloudCredential } from './credential.ts'
import type { CredentialAccess } from './kind.ts'

/** Where a credential's secret is bound to: moved to another row it does not open. */
export const secretPlace = (id: string): string => `credential_secret:${id}`

/**
 * A credential as whatever signs in with it is lent it: the secret is opened, and a token made, when it is asked for. Fails with `lab_off` for
 * one that leads to a cloud of the Lab where that is off.
 */
export function openCredentialFor(credential: CloudCredential, purpose: TokenPurpose, context: Context): CredentialAccess {
  const { id, organisationId, version, kind, externalId, simulated } = credential
  return {
    kind,
    cacheKey: `${organisationId}/${id}/${version}`,
    config: parse(context.credentialKinds[kind].configSchema, credential.config, '/config'),
    externalId,
    // Together 58 of the 64 characters that AWS takes: the last part of a UUID is enough to tell organisations apart in a log.
    sessionName: `bonafide-${organisationId.slice(-12)}-${purpose.kind === 'sync' ? purpose.syncId : id}`,
    secret: async () => openSecret(credential, context),
    webIdentityToken: (audience) => issueOwnToken(audience, organisationId, purpose, context).catch(asFailure),
    network: simulated ? cloudNetwork(organisationId, context) : null,
  }
}

function openSecret({ id, serverWrappedSecret }: CloudCredential, { keyring }: Context): string {
  if (serverWrappedSecret === null) throw new DestinationFailure('credential_refused', 'The secret is missing. Enter it again.')
  return keyring.unwrap(serverWrappedSecret, secretPlace(id))
}

/** That no cloud can trust this server as it is set up is one of the ways in which a credential does not work, and not a fault of ours. */
function asFailure(error: unknown): never {
  if (isDomainError(error) && error.code === 'unavailable')
    throw new DestinationFailure('role_not_assumable', error.message, { cause: error })
  throw error
}
