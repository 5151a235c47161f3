import type { CredentialAccess } from '@bonafide/core'
import { accessKeysSchema, assumeRoleSchema, webIdentitySchema } from './credential.ts'
import { type AwsKeys, openCredential, whoHas } from './session.ts'

/** Signed in: keys, and whose they turned out to be. */
export interface AwsSession {
  keys: AwsKeys
  account: string
  region: string
  /** Not given to anybody again: for sessions that AWS says have ended. */
  discard(): void
}

export type SignIn = (access: CredentialAccess) => Promise<AwsSession>

const audience = 'sts.amazonaws.com'

/** Signs in anew, every time. Fails with a `DestinationFailure`. */
export const signInAnew: SignIn = async (access) => {
  const credential = credentialOf(access)
  const secrets = { secretAccessKey: access.secret, webIdentityToken: () => access.webIdentityToken(audience) }
  const keys = await openCredential(credential, secrets, access.sessionName)
  const { account } = await whoHas(keys, credential.region)
  return { keys, account, region: credential.region, discard: () => {} }
}

function credentialOf({ kind, config, externalId }: CredentialAccess) {
  if (kind === 'aws_access_keys') return { kind, ...accessKeysSchema.parse(config) }
  if (kind === 'aws_web_identity') return { kind, ...webIdentitySchema.parse(config) }
  return { kind, ...assumeRoleSchema.parse({ ...(config as object), externalId }) }
}
