import * as z from 'zod'
import { issuerEntry } from './issuers.ts'
import { blockingSeverities } from './trust-policy.ts'

/** What somebody sets; both are always said, so that an edit never keeps what it has not seen. */
export const policyFields = {
  blockedSeverity: z.enum(blockingSeverities, `must be one of ${blockingSeverities.join(', ')}, or nothing`).nullable(),
  allowedIssuers: z
    .array(issuerEntry)
    .max(200, 'must be at most 200 issuers')
    .transform((entries) => [...new Set(entries)]),
}
