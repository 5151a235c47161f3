import endpoints from './sts-endpoints.json' with { type: 'json' }

/** One STS endpoint of the AWS SDK metadata. `regionCode` is `aws-global` for the global host and ends with `-fips` for FIPS names. */
export interface StsEndpoint {
  partition: string
  regionCode: string
  regionName: string
  /** `https://<host>`, no path. */
  endpoint: string
  fips: boolean
}

/** What an STS host stands for: its partition, and the region a signature for it must be scoped to. */
export interface StsHost {
  host: string
  partition: string
  region: string
}

/** Every STS endpoint of every AWS partition, the only hosts that are ever asked. */
export const awsStsEndpoints: readonly StsEndpoint[] = endpoints

/** The partitions that have an STS: `aws`, `aws-cn`, `aws-us-gov` … */
export const awsPartitions: ReadonlySet<string> = new Set(awsStsEndpoints.map(({ partition }) => partition))

const hostsByUrl: ReadonlyMap<string, StsHost> = new Map(awsStsEndpoints.map((endpoint) => [endpoint.endpoint, stsHostOf(endpoint)]))

// The global host is served from, and signed for, us-east-1.
function stsHostOf({ endpoint, partition, regionCode }: StsEndpoint): StsHost {
  const region = regionCode === 'aws-global' ? 'us-east-1' : regionCode.replace(/-fips$/, '')
  return { host: endpoint.slice('https://'.length), partition, region }
}

/**
 * The STS host that a URL names, by comparing the raw text: `new URL` maps full-width letters, `%2e`, tabs and `:443` to plain hosts,
 * so a parsed URL proves nothing. One trailing slash is allowed, as signers write it.
 */
export function stsHostOfUrl(url: string): StsHost | undefined {
  return hostsByUrl.get(url.endsWith('/') ? url.slice(0, -1) : url)
}

/** The endpoint that the command line signs for: the region's own, and the global one for us-east-1. */
export function stsUrlOfRegion(region: string): string | undefined {
  const regionCode = region === 'us-east-1' ? 'aws-global' : region
  return awsStsEndpoints.find((endpoint) => endpoint.regionCode === regionCode)?.endpoint
}
