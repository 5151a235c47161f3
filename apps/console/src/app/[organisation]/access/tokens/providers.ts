import type { IdentityProviderId } from './operations.generated.ts'

/** Short names of platforms, as badges have them. */
export const providerNames: Record<IdentityProviderId, string> = { AWS_IAM: 'AWS', AZURE_ENTRA: 'Azure', OIDC: 'OIDC' }
