import type { PublishedKey } from '../jwk.ts'
import { issuersOf } from './clouds.ts'
import type { AzureEntraConfig } from './schema.ts'

/**
 * Whether Entra published a key for this tenant. Its key sets are shared by all tenants, so a key may name the issuer it signs for,
 * `{tenantid}` standing for any: a key of personal accounts must not sign for a company (Storm-0558).
 */
export function signsFor({ issuer }: PublishedKey, { tenantId, cloud }: AzureEntraConfig): boolean {
  if (issuer === undefined) return true
  const named = issuer.replaceAll('{tenantid}', tenantId)
  return issuersOf(tenantId, cloud).some((known) => known.issuer === named)
}
