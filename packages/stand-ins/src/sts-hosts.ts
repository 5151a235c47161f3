/** Partitions by the start of their region codes; the commercial partition takes the rest. */
const partitions = [
  { regionPrefix: 'cn-', partition: 'aws-cn', suffix: 'amazonaws.com.cn' },
  { regionPrefix: 'us-gov-', partition: 'aws-us-gov', suffix: 'amazonaws.com' },
  { regionPrefix: 'us-iso-', partition: 'aws-iso', suffix: 'c2s.ic.gov' },
  { regionPrefix: 'us-isob-', partition: 'aws-iso-b', suffix: 'sc2s.sgov.gov' },
  { regionPrefix: 'eu-isoe-', partition: 'aws-iso-e', suffix: 'cloud.adc-e.uk' },
  { regionPrefix: 'us-isof-', partition: 'aws-iso-f', suffix: 'csp.hci.ic.gov' },
  { regionPrefix: 'eu-isof-', partition: 'aws-iso-f', suffix: 'csp.hci.ic.gov' },
  { regionPrefix: 'eusc-', partition: 'aws-eusc', suffix: 'amazonaws.eu' },
  { regionPrefix: '', partition: 'aws', suffix: 'amazonaws.com' },
] as const

/** The regional STS host of a region code, in the domain of its partition. */
export function stsHost(region: string): string {
  return `sts.${region}.${partitionOf(region).suffix}`
}

/** The partition a region code belongs to: `aws`, `aws-cn`, `aws-us-gov` … */
export function partitionOfRegion(region: string): string {
  return partitionOf(region).partition
}

/**
 * The region a genuine STS host insists on in the credential scope (the global host wants `us-east-1`), or `undefined` for any
 * other host name, e.g. the loopback address of a stand-in.
 */
export function regionOfHost(host: string): string | undefined {
  if (host === 'sts.amazonaws.com') return 'us-east-1'
  const region = /^sts(?:-fips)?\.([a-z]+(?:-[a-z]+)+-\d+)\./.exec(host)?.[1]
  if (region === undefined) return undefined
  return host.endsWith(`.${region}.${partitionOf(region).suffix}`) ? region : undefined
}

function partitionOf(region: string): (typeof partitions)[number] {
  const found = partitions.find((entry) => region.startsWith(entry.regionPrefix))
  if (!found) throw new RangeError(`no partition for region ${region}`)
  return found
}
