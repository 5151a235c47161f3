import type { Voucher } from '@bonafide/core'
import type { AwsIamConfig } from './schema.ts'

/**
 * AWS vouches through STS for everybody alike, so what an organisation can allow is accounts: `aws:111122223333`, with the partition before the
 * colon (`aws-cn`, `aws-us-gov`).
 */
export const issuersOfAwsIam = ({ principals }: AwsIamConfig): Voucher[] =>
  principals.map((arn, index) => {
    const [, partition = '', , , account = ''] = arn.split(':')
    return { pointer: `/principals/${index}`, names: [`${partition}:${account}`] }
  })
