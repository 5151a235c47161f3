import * as z from 'zod'
import { partitionOfRegion } from './regions.ts'

/** A role and where it is used: what Assume Role and web identities have in common. */
export interface AwsRoleConfig {
  region: string
  roleArn: string
}

/** Keys of an IAM user, without their secret. */
export interface AwsAccessKeysConfig {
  region: string
  accessKeyId: string
}

/** A region's code goes into the name of the host that is asked, so that only known ones are accepted. */
const region = z.string().refine((code) => partitionOfRegion(code) !== undefined, 'must be the code of an AWS region, like eu-central-1')

const roleArn = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => parseRoleArn(text) !== undefined, 'must be the ARN of an IAM role, like arn:aws:iam::123456789012:role/name')

/** IAM accepts 2 … 1 224 characters. Source: STS API Reference, AssumeRole. */
export const externalIdSchema: z.ZodType<string> = z
  .string()
  .regex(/^[\w+=,.@:/-]{2,1224}$/, 'must have 2 to 1224 letters, digits or characters of +=,.@:/-')

const samePartition = ({ region: code, roleArn: arn }: { region: string; roleArn: string }, context: z.RefinementCtx): void => {
  const role = parseRoleArn(arn)
  if (role && role.partition !== partitionOfRegion(code)) {
    context.addIssue({ code: 'custom', path: ['roleArn'], message: 'must be a role of the partition that the region belongs to' })
  }
}

export const roleSchema: z.ZodType<AwsRoleConfig> = z.strictObject({ region, roleArn }).superRefine(samePartition)

export const accessKeysSchema: z.ZodType<AwsAccessKeysConfig> = z.strictObject({
  region,
  accessKeyId: z.string().regex(/^AKIA[A-Z0-9]{16}$/, 'must be the access key id of an IAM user, AKIA and 16 letters or digits'),
})

/** What is sealed of access keys: written once, never read again by anybody but a sync. */
export const secretAccessKeySchema = z.string().regex(/^[A-Za-z0-9/+=]{40}$/, 'must be a secret access key of 40 characters')

export interface RoleArn {
  partition: string
  account: string
  /** With its path: `team/sync`. */
  name: string
}

/** Reads the ARN of a role; undefined for everything else, sessions and users included. At most 64 characters of name and 512 of path. */
export function parseRoleArn(text: string): RoleArn | undefined {
  const match = /^arn:(aws[a-z-]{0,12}):iam::(\d{12}):role\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,64})$/.exec(text)
  const [, partition = '', account = '', path = '', name = ''] = match ?? []
  if (!match || path.length > 510 || /(^|\/)\.{1,2}\//.test(path) || /^\.{1,2}$/.test(name)) return undefined
  return { partition, account, name: path + name }
}
