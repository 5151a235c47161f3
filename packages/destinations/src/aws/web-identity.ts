import { regionField, roleField, summaryOfRole } from './fields.ts'
import { type AwsRoleConfig, roleSchema } from './schemas.ts'
import { assumeRoleWithToken } from './sts.ts'
import type { AwsWay } from './way.ts'

/** What AWS calls itself in tokens. Source: IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM". */
const audience = 'sts.amazonaws.com'

/** Signs in with a role that trusts this server as an issuer of tokens: nothing is stored. */
export const webIdentityWay: AwsWay<AwsRoleConfig> = {
  kind: {
    id: 'aws_web_identity',
    name: 'No stored keys',
    description:
      'A role in your account that trusts this server as an OpenID Connect issuer. Nothing is stored, and each sync can be named.',
    fields: [roleField, regionField],
    configSchema: roleSchema,
    secret: null,
    externalIdSchema: null,
    regionOf: ({ region }) => region,
    summary: summaryOfRole,
  },
  // The role may let in one subject and not another, and the session's name says whose it is.
  sessionOf: ({ sessionName }) => sessionName,
  signIn: async ({ config, sessionName, network, webIdentityToken }) =>
    assumeRoleWithToken({ ...config, sessionName, network }, await webIdentityToken(audience)),
  isUnprotected: async () => null,
}
