import type { SetupNames } from '@bonafide/core'
import * as z from 'zod'
import { partitionOfRegion } from './partition.ts'

const optional = (pattern: RegExp, message: string) => z.string().regex(pattern, message).nullable().default(null)

/** What IAM, Secrets Manager and KMS let names be: nothing that a shell, a template or a policy would read as more than a name. */
export const namesSchema: z.ZodType<SetupNames> = z
  .strictObject({
    kind: z.enum(['aws_assume_role', 'aws_access_keys', 'aws_web_identity']),
    region: z.string().refine((code) => partitionOfRegion(code) !== undefined, 'must be the code of an AWS region, like eu-central-1'),
    policyName: z
      .string()
      .regex(/^[\w+=,.@-]{1,128}$/, 'must have 1 to 128 letters, digits or characters of _+=,.@-')
      .default('bonafide-secrets-manager'),
    roleName: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'must have 1 to 64 letters, digits or characters of _+=,.@-')
      .default('bonafide-secrets-sync'),
    externalId: optional(/^[\w+=,.@:/-]{2,1224}$/, 'must have 2 to 1224 letters, digits or characters of +=,.@:/-'),
    asksExternalId: z.boolean(),
    account: optional(/^\d{12}$/, 'must be the 12 digits of an AWS account'),
    secretName: optional(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'must have 1 to 512 letters, digits or characters of /_+=.@-'),
    kmsKeyArn: optional(
      /^arn:aws[a-z-]{0,12}:kms:[a-z0-9-]{1,30}:\d{12}:key\/[\w-]{1,128}$/,
      'must be the ARN of a KMS key, like arn:aws:kms:eu-central-1:123456789012:key/…',
    ),
  })
  .superRefine(({ region, kmsKeyArn }, context) => {
    if (kmsKeyArn === null || kmsKeyArn.startsWith(`arn:${partitionOfRegion(region)}:kms:${region}:`)) return
    context.addIssue({ code: 'custom', path: ['kmsKeyArn'], message: `must be a key of the region of the secret, ${region}` })
  })

/** What only the reader of a text knows. Written in capitals, so that it is seen. */
export const placeholders = {
  account: 'YOUR_ACCOUNT_ID',
  externalId: 'YOUR_EXTERNAL_ID',
  principal: 'YOUR_SERVER_PRINCIPAL_ARN',
  secretName: 'YOUR_SECRET_NAME',
} as const

/** Says of each placeholder in a text what belongs there. */
export function replacing(content: string): string {
  const meanings: [string, string][] = [
    [placeholders.account, 'the 12 digits of your AWS account'],
    [placeholders.externalId, 'the external id that was generated for this credential'],
    [placeholders.principal, 'the ARN of the role or user that this server runs as in AWS, which it does not have yet'],
    [placeholders.secretName, 'the name of a secret'],
  ]
  return meanings
    .filter(([word]) => content.includes(word))
    .map(([word, meaning]) => ` Replace ${word} by ${meaning}.`)
    .join('')
}
