import type { ExternalIdentityConfigInput, TrustProposalWholeFragment } from '../detail/operations.generated.ts'

/** A configuration of any provider, marked by its type. */
export type TrustedConfig = TrustProposalWholeFragment['after']

/** One way to let the caller in. */
export type Way = Pick<TrustProposalWholeFragment, 'after' | 'additions' | 'explanation'>

/** Whom a configuration trusts, entry by entry. */
export function trustedEntries(config: TrustedConfig): readonly string[] {
  if (config.__typename === 'AwsIamConfig') return config.principals
  return config.__typename === 'OidcConfig' ? config.subjects : config.allowedServicePrincipalIds
}

/** A configuration as it is sent back; what is null is what the server takes it for. */
export function configInput(config: TrustedConfig): ExternalIdentityConfigInput {
  if (config.__typename === 'AwsIamConfig') {
    const { __typename, ...awsIam } = config
    return { awsIam: withoutNulls(awsIam) }
  }
  if (config.__typename === 'OidcConfig') {
    const { __typename, tokenUse: singleUse, ...oidc } = config
    return { oidc: withoutNulls({ ...oidc, singleUse }) }
  }
  const { __typename, ...azureEntra } = config
  return { azureEntra: withoutNulls(azureEntra) }
}

const withoutNulls = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as Fields

/** The page that makes an identity of this configuration. */
export function newIdentityPath(config: TrustedConfig): string {
  if (config.__typename === 'AwsIamConfig') {
    return `/access/external-identities/new/aws-iam?${new URLSearchParams({ principals: config.principals.join(',') })}`
  }
  if (config.__typename === 'OidcConfig') {
    const { issuer, audiences, subjects } = config
    return `/access/external-identities/new/oidc?${new URLSearchParams({ issuer, audiences: audiences.join(','), subjects: subjects.join(',') })}`
  }
  const { tenantId, allowedServicePrincipalIds } = config
  const wanted = new URLSearchParams({ tenantId, allowedServicePrincipalIds: allowedServicePrincipalIds.join(',') })
  return `/access/external-identities/new/azure?${wanted}`
}
