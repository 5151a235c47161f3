import { type CredentialAccess, DestinationFailure } from '@bonafide/core'
import { failureOf } from './failures.ts'
import { regionField, roleField, summaryOfRole } from './fields.ts'
import type { AwsKeys } from './keys.ts'
import { type AwsRoleConfig, externalIdSchema, roleSchema } from './schemas.ts'
import type { AwsServer } from './server-identity.ts'
import { assumeRole } from './sts.ts'
import type { AwsWay } from './way.ts'

/** Signs in with a role that trusts the server's own AWS identity. */
export function assumeRoleWay(server: AwsServer): AwsWay<AwsRoleConfig> {
  return {
    kind: {
      id: 'aws_assume_role',
      name: 'Assume Role',
      description: 'A role in your account that trusts the AWS identity of this server. No key of yours is stored.',
      fields: [roleField, regionField],
      configSchema: roleSchema,
      secret: null,
      externalIdSchema,
      regionOf: ({ region }) => region,
      summary: summaryOfRole,
    },
    sessionOf: ({ sessionName }) => sessionName,
    signIn: (access) => signIn(access, access.externalId, server),
    isUnprotected: (access) => isUnprotected(access, server),
  }
}

async function signIn(
  { config, sessionName, network }: CredentialAccess<AwsRoleConfig>,
  externalId: string | null,
  server: AwsServer,
): Promise<AwsKeys> {
  const own = network ? await network.serverKeys() : (await server.keys())?.keys
  if (own) return assumeRole({ ...config, sessionName, network }, externalId, own)
  throw new DestinationFailure(
    'credential_unknown',
    'This server has no identity of its own in AWS that could assume the role. Give it an instance profile, a web identity or keys.',
  )
}

/**
 * Whether a role with an external id could be assumed without it: then whoever knows its ARN and may use this server could use it, and the
 * external id protects nothing. Source: IAM User Guide, "The confused deputy problem".
 */
async function isUnprotected(access: CredentialAccess<AwsRoleConfig>, server: AwsServer): Promise<boolean | null> {
  if (access.externalId === null) return null
  try {
    await signIn(access, null, server)
    return true
  } catch (thrown) {
    if (failureOf(thrown).code === 'role_not_assumable') return false
    throw thrown
  }
}
