import type { ProviderForm } from '@bonafide/core'
import { readTrustedPrincipal } from './arn.ts'
import type { AwsIamConfig } from './schema.ts'

/** What the console, the API and the command line show of AWS IAM. */
export const awsIamForm: ProviderForm = {
  id: 'aws_iam',
  name: 'AWS IAM',
  description: 'EC2, ECS, EKS, Lambda and anything else with AWS credentials: a signed request to AWS STS proves which role or user it is.',
  icon: 'aws',
  defaultTokenName: 'aws-iam',
  fields: [
    {
      name: 'principals',
      label: 'Trusted principal ARNs',
      help: 'Roles, users or sessions, separated by commas. A role means every session of it. * may stand in the last part of an ARN only.',
      placeholder: 'arn:aws:iam::111122223333:role/web-prod',
      control: 'list',
    },
    {
      name: 'signatureExpirySeconds',
      label: 'Signature expiry',
      help: 'How old a signed request may be; 60s unless you say otherwise. Lower is better.',
      placeholder: '60s',
      control: 'duration',
    },
    {
      name: 'stsEndpoint',
      label: 'STS endpoint',
      help: 'The one endpoint that is accepted. Any: every endpoint of the partition, since AWS tools sign for the endpoint of their region.',
      control: 'sts_endpoint',
      advanced: true,
    },
    {
      name: 'principalIds',
      label: 'Unique ids',
      help: 'AROA… of a role or AIDA… of a user. With them, a role that was deleted and made again is a stranger.',
      placeholder: 'AROAEXAMPLEID1234567',
      control: 'list',
      advanced: true,
    },
    {
      name: 'requireServerBinding',
      label: 'Require server binding',
      help: 'Accept only requests that name this server and the service account in a signed header. The bonafide command line sends it.',
      control: 'switch',
      advanced: true,
    },
    {
      name: 'allowReuse',
      label: 'Allow reuse of a signed request',
      help: 'Two jobs that start on one machine in the same second sign identically; without this the second one is refused.',
      control: 'switch',
      advanced: true,
    },
  ],
}

/** One line for lists: "role web-prod in 111122223333". */
export function summaryOfAwsIam(config: AwsIamConfig): string {
  const [first, ...others] = config.principals
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${describePrincipal(first ?? '')}${more}`
}

/** A trusted principal in words; the ARN itself when it is none. */
export function describePrincipal(arn: string): string {
  const { principal } = readTrustedPrincipal(arn)
  if (!principal) return arn
  if (principal.kind === 'root') return `root user of ${principal.account}`
  if (principal.kind === 'assumed-role') return `session ${principal.segments[1]} of role ${principal.segments[0]} in ${principal.account}`
  const name = principal.kind === 'role' ? principal.segments.at(-1) : principal.segments.join('/')
  return `${principal.kind.replace('-', ' ')} ${name} in ${principal.account}`
}
