import type { FieldProblem, FormField } from '@bonafide/core'
import * as z from 'zod'
import { partitionOfRegion } from '../aws/regions.ts'
import { ownerTag } from './owner-tag.ts'

/** What a sync to AWS Secrets Manager is told beside its source. */
export interface SecretsManagerOptions {
  secretName: string
  /** A customer managed key; null: `aws/secretsmanager`. */
  kmsKeyArn: string | null
  tags: { key: string; value: string }[]
}

// Source: AWS Secrets Manager API Reference, CreateSecret.
const secretName = z
  .string()
  .min(1, 'must not be empty')
  .max(512, 'must be at most 512 characters')
  .regex(/^[\w/+=.@-]*$/, 'must consist of letters, digits and /_+=.@-')
  .refine((name) => !name.startsWith('/'), 'must not begin with /')
  .refine((name) => !name.endsWith('/') && !name.includes('//'), 'must not have empty parts between /')
  .refine((name) => !name.split('/').some((part) => part === '.' || part === '..'), 'must not have parts that are . or ..')

const kmsKeyArn = z
  .string()
  .transform((text) => text.trim())
  .refine((text) => keyOf(text) !== undefined, 'must be the ARN of a KMS key, like arn:aws:kms:eu-central-1:123456789012:key/1234abcd-…')

// AWS takes letters of every language in tags. Source: Secrets Manager API Reference, Tag.
const tagCharacters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u
const tagText = (maxLength: number) =>
  z
    .string()
    .max(maxLength, `must be at most ${maxLength} characters`)
    .regex(tagCharacters, 'must consist of letters, digits, blanks and _.:/=+-@')
const tag = z.strictObject({
  key: tagText(128)
    .min(1, 'must not be empty')
    .refine((key) => !/^aws:/i.test(key), 'must not begin with aws:, which is kept for AWS')
    .refine((key) => key !== ownerTag, 'is the tag by which the secret says whose it is'),
  value: tagText(256),
})

/** AWS allows 50, one of which is ours. */
const maxTags = 49

export const optionsSchema: z.ZodType<SecretsManagerOptions> = z.strictObject({
  secretName,
  kmsKeyArn: kmsKeyArn.nullable().default(null),
  tags: z
    .array(tag)
    .max(maxTags, `must be at most ${maxTags}`)
    .default([])
    .superRefine((tags, context) => {
      const keys = tags.map(({ key }) => key)
      for (const [index, key] of keys.entries()) {
        if (keys.indexOf(key) !== index) context.addIssue({ code: 'custom', path: [index, 'key'], message: 'is there twice' })
      }
    }),
})

export const optionFields: FormField[] = [
  { name: 'secretName', label: 'AWS Secret name', help: 'Made when it is not there yet.', placeholder: 'shop/production', control: 'text' },
  {
    name: 'kmsKeyArn',
    label: 'KMS Key ARN (Optional)',
    help: 'A customer managed key of the same region. Without it AWS encrypts with aws/secretsmanager.',
    placeholder: 'arn:aws:kms:eu-central-1:123456789012:key/…',
    control: 'text',
    advanced: true,
  },
  { name: 'tags', label: 'Tags', help: 'One a line: key=value.', control: 'lines', advanced: true },
]

/** Reads the ARN of a KMS key; undefined for everything else. */
function keyOf(arn: string): { partition: string; region: string } | undefined {
  const match = /^arn:(aws[a-z-]{0,12}):kms:([a-z0-9-]{1,32}):\d{12}:key\/[\w-]{1,128}$/.exec(arn)
  const [, partition = '', region = ''] = match ?? []
  return match ? { partition, region } : undefined
}

/** What cannot work where the credential leads to. */
export function misfits({ kmsKeyArn: arn }: SecretsManagerOptions, { region }: { region: string }): FieldProblem[] {
  const key = arn === null ? undefined : keyOf(arn)
  if (!key || (key.region === region && key.partition === partitionOfRegion(region))) return []
  return [{ pointer: '/kmsKeyArn', message: `must be a key of the region of the credential, ${region}` }]
}

/** What works, and may surprise. Source: Secrets Manager User Guide, "What's in a Secrets Manager secret". */
export function warnings({ secretName: name }: SecretsManagerOptions): string[] {
  if (!/-[^-/]{6}$/.test(name)) return []
  return [
    'The name ends in a hyphen and six characters, as AWS ends the ARN of every secret: whoever looks for it by a shortened ARN may find another. Choose another name if you can.',
  ]
}
