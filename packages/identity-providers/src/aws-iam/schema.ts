import * as z from 'zod'
import { readTrustedPrincipal } from './arn.ts'
import { awsStsEndpoints, stsHostOfUrl } from './endpoints.ts'

/** Whom an AWS IAM identity trusts, and how fresh a signature must be. */
export interface AwsIamConfig {
  /** ARNs of users, roles, sessions or root users, 1 … 100; `*` only in the last segment. */
  principals: string[]
  /** Age up to which a signature is accepted, 1 … 900 seconds. */
  signatureExpirySeconds: number
  /** The one STS endpoint that is accepted; `null`: every one of the principals' partitions. */
  stsEndpoint: string | null
  /** One signed request may give several tokens. */
  allowReuse: boolean
  /** The request must carry our own signed header, which names this server and the service account. */
  requireServerBinding: boolean
  /** Unique ids (`AROA…`, `AIDA…`) of which the caller must have one, so that a deleted and re-created role is a stranger. */
  principalIds?: string[]
}

const stsUrls: ReadonlySet<string> = new Set(awsStsEndpoints.map(({ endpoint }) => endpoint))

const principal = z
  .string()
  .transform((text) => text.trim())
  .superRefine((text, context) => {
    const { problem } = readTrustedPrincipal(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })

const principalId = z.string().regex(/^A(ROA|IDA)[A-Z0-9]{12,124}$/, 'must be the unique id of a role (AROA…) or a user (AIDA…)')

const withoutRepetitions = <Entry>(entries: Entry[]): Entry[] => [...new Set(entries)]

/** Untrusted value → configuration with defaults. What could match a stranger, or could never match, is refused here. */
export const awsIamConfigSchema: z.ZodType<AwsIamConfig> = z
  .strictObject({
    principals: z
      .array(principal)
      .min(1, 'must name at least one principal')
      .max(100, 'must name at most 100 principals')
      .transform(withoutRepetitions),
    signatureExpirySeconds: z
      .int('must be a whole number of seconds')
      .min(1, 'must be at least 1')
      .max(900, 'must be at most 900')
      .default(60),
    stsEndpoint: z
      .string()
      .refine((url) => stsUrls.has(url), 'must be one of the STS endpoints of AWS')
      .nullable()
      .default(null),
    allowReuse: z.boolean().default(false),
    requireServerBinding: z.boolean().default(false),
    principalIds: z.array(principalId).max(100, 'must name at most 100 ids').transform(withoutRepetitions).optional(),
  })
  .superRefine((config, context) => {
    const pinned = config.stsEndpoint === null ? undefined : stsHostOfUrl(config.stsEndpoint)
    if (pinned && !partitionsOf(config).has(pinned.partition)) {
      context.addIssue({
        code: 'custom',
        path: ['stsEndpoint'],
        message: `is in partition ${pinned.partition}, where none of the principals is`,
      })
    }
  })

/** The partitions that the trusted principals live in. */
export function partitionsOf(config: Pick<AwsIamConfig, 'principals'>): Set<string> {
  return new Set(config.principals.map((arn) => arn.split(':')[1] ?? ''))
}
