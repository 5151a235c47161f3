import type { Resolvers } from '../generated/resolvers.ts'

export const resolvers: Resolvers = {
  CredentialKindId: { AWS_ASSUME_ROLE: 'aws_assume_role', AWS_ACCESS_KEYS: 'aws_access_keys', AWS_WEB_IDENTITY: 'aws_web_identity' },
  ServerIdentitySource: {
    ENVIRONMENT: 'environment',
    WEB_IDENTITY: 'web_identity',
    CONTAINER: 'container',
    INSTANCE_PROFILE: 'instance_profile',
  },
  CredentialOrderField: { NAME: 'name', CREATED_AT: 'createdAt' },
}
