import { readTrustedPrincipal } from './arn.ts'
import { stsHostOfUrl } from './endpoints.ts'
import { type AwsIamConfig, partitionsOf } from './schema.ts'

/** What an AWS IAM identity trusts, a sentence a line. */
export function awsIamInWords(config: AwsIamConfig): string[] {
  const pinned = config.stsEndpoint === null ? undefined : stsHostOfUrl(config.stsEndpoint)
  const ids = config.principalIds ?? []
  return [
    ...config.principals.map(principalInWords),
    ...(ids.length > 0 ? [`Only with ${ids.length === 1 ? `the unique id ${ids[0]}` : `one of ${ids.length} unique ids`}`] : []),
    pinned ? `Signed for ${pinned.host} alone` : `Signed for any STS endpoint of ${[...partitionsOf(config)].join(', ')}`,
    `Signed at most ${config.signatureExpirySeconds} seconds ago${config.allowReuse ? ', accepted again until then' : ', accepted once'}`,
    ...(config.requireServerBinding ? ['Made for this server and the service account, in a signed header'] : []),
  ]
}

function principalInWords(arn: string): string {
  const { principal } = readTrustedPrincipal(arn)
  if (!principal) return arn
  const { kind, account, segments, partition } = principal
  const place = partition === 'aws' ? `account ${account}` : `account ${account} (${partition})`
  const last = segments.at(-1) ?? ''
  if (kind === 'root') return `The root user of ${place}`
  if (kind === 'role') return last === '*' ? `Any session of every role in ${place}` : `Any session of role ${last} in ${place}`
  if (kind === 'user') return last === '*' ? `Every IAM user in ${place}` : `IAM user ${segments.join('/')} in ${place}`
  if (kind === 'federated-user') return `Federated user ${last} in ${place}`
  return last === '*' ? `Any session of role ${segments[0]} in ${place}` : `Session ${last} of role ${segments[0]} in ${place}`
}
