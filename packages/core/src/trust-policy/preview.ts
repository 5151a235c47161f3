import * as z from 'zod'
import type { Context } from '../context.ts'
import { authorise } from '../organisations/authorise.ts'
import { parse } from '../parse.ts'
import { policyFields } from './fields.ts'
import { impactOf, isRefused, type PolicyImpact } from './impact.ts'

const previewInput = z.object(policyFields)

export interface PolicyPreview {
  /** Identities that no workload could log in by any more. */
  refusedCount: number
  /** Identities that work as before, and could not be saved as they are. */
  blockedCount: number
  impacts: PolicyImpact[]
}

/** What a policy would mean for the identities that are there, before it is saved. */
export async function previewTrustPolicy(input: unknown, context: Context): Promise<PolicyPreview> {
  authorise(context, 'Organisation', 'update')
  authorise(context, 'ExternalIdentities', 'read')
  const impacts = await impactOf(parse(previewInput, input), context.stores, context)
  return {
    refusedCount: impacts.filter(isRefused).length,
    blockedCount: impacts.filter(({ blockingFindings }) => blockingFindings.length > 0).length,
    impacts,
  }
}
