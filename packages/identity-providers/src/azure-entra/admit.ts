import type { Admission } from '@bonafide/core'
import { isTrustedSubject } from './judge.ts'
import { type AzureEntraConfig, azureEntraConfigSchema } from './schema.ts'

/** Adds the caller's object id, if the tenant is the identity's own: the same object id of another tenant is somebody else. */
export function admitAzureEntra(config: AzureEntraConfig | null, principalName: string): Admission<AzureEntraConfig>[] {
  const [tenantId = '', objectId = '', ...surplus] = principalName.split('/')
  if (surplus.length > 0 || (config && (config.tenantId !== tenantId || isTrustedSubject(config, { tenantId, objectId })))) return []
  const ids = [...(config?.allowedServicePrincipalIds ?? []), objectId]
  const wanted = azureEntraConfigSchema.safeParse({ ...config, tenantId, allowedServicePrincipalIds: ids })
  if (!wanted.success) return []
  const explanation = `Trusts the service principal or managed identity with the object id ${objectId} in the tenant ${tenantId}, and nobody else.`
  return [{ config: wanted.data, additions: [objectId], explanation }]
}
