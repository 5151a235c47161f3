import type { SetupNames, SetupTrust } from '@bonafide/core'
import { placeholders } from './names.ts'
import { partitionOfRegion } from './partition.ts'
import type { PolicyConditions } from './policy.ts'

/** The audience of tokens with which this server signs in to AWS, in every partition. */
export const webIdentityAudience = 'sts.amazonaws.com'

/** Who may assume a role. `Who`: an ARN, or whatever a template writes in its place. */
export interface TrustDocument<Who = string> {
  Version: '2012-10-17'
  Statement: readonly [
    {
      Effect: 'Allow'
      Principal: { AWS: Who } | { Federated: Who }
      Action: 'sts:AssumeRole' | 'sts:AssumeRoleWithWebIdentity'
      Condition?: PolicyConditions
    },
  ]
}

/** A role that this server's own identity may assume; with an external id where the role asks for one. */
export const trustInPrincipal = (
  principal: string,
  { asksExternalId, externalId }: Pick<SetupNames, 'asksExternalId' | 'externalId'>,
): TrustDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: principal },
      Action: 'sts:AssumeRole',
      ...(asksExternalId && { Condition: { StringEquals: { 'sts:ExternalId': externalId ?? placeholders.externalId } } }),
    },
  ],
})

/** A role that tokens of this server may assume whose subject is one of these: audience and subject are both pinned, always. */
export function trustInIssuer<Who>(provider: Who, { issuer, subjects }: SetupTrust): TrustDocument<Who> {
  const host = hostOf(issuer)
  const pinned = { [`${host}:aud`]: webIdentityAudience }
  const [first = '', ...others] = subjects
  const sub = { [`${host}:sub`]: others.length === 0 ? first : subjects }
  const Condition: PolicyConditions = subjects.some((subject) => subject.includes('*'))
    ? { StringEquals: pinned, StringLike: sub }
    : { StringEquals: { ...pinned, ...sub } }
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithWebIdentity', Condition }],
  }
}

/** IAM names an issuer, and the keys of its conditions, by its URL without the scheme. */
export const hostOf = (issuer: string): string => issuer.replace(/^https?:\/\//, '')

export const providerArn = ({ region, account }: Pick<SetupNames, 'region' | 'account'>, issuer: string): string =>
  `arn:${partitionOfRegion(region)}:iam::${account ?? placeholders.account}:oidc-provider/${hostOf(issuer)}`
