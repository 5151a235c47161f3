import type { AwsRegion } from '@bonafide/core'
import regions from './regions.json' with { type: 'json' }

/** Every region of every partition, from the endpoint metadata of the AWS SDKs: the only ones whose hosts are ever asked. */
export const awsRegions: readonly AwsRegion[] = regions

const byCode: ReadonlyMap<string, AwsRegion> = new Map(awsRegions.map((region) => [region.code, region]))

export const partitionOfRegion = (code: string): string | undefined => byCode.get(code)?.partition
