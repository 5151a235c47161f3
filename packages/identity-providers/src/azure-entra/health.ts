import type { IssuerAnswer, Runtime, WatchedIssuer } from '@bonafide/core'
import * as z from 'zod'
import { fetchKeys } from '../fetch-keys.ts'
import { answerOf } from '../issuer-watch.ts'
import { azureClouds, issuersOf, type KnownIssuer } from './clouds.ts'
import type { AzureEntraConfig } from './schema.ts'

type Tenant = Pick<AzureEntraConfig, 'tenantId' | 'cloud' | 'resource'>

// The resource that a token is for decides over its version: client ids take the second (Microsoft Learn, "Access tokens").
function likelyIssuer({ tenantId, cloud, resource }: Tenant): KnownIssuer | undefined {
  const [first, second] = issuersOf(tenantId, cloud)
  return resource.includes('://') ? first : second
}

/** Asks Entra for the keys of a tenant once. Never throws. */
export async function inspectAzureEntra(config: AzureEntraConfig, runtime: Runtime): Promise<IssuerAnswer> {
  const [startedAt, place] = [runtime.now(), likelyIssuer(config)?.keysUrl ?? '']
  return answerOf(place, await fetchKeys({ url: place }, runtime), startedAt, runtime.now())
}

const storedFields = z.object({
  tenantId: z.string(),
  cloud: z.enum(azureClouds).default('public'),
  resource: z.string().default('https://'),
  singleUse: z.boolean().default(false),
})

/** What a stored configuration says of its issuer. */
export function watchedAzureEntra(stored: unknown): WatchedIssuer | null {
  const { data } = storedFields.safeParse(stored)
  if (!data) return null
  return {
    issuer: likelyIssuer(data)?.issuer ?? '',
    places: issuersOf(data.tenantId, data.cloud).map(({ keysUrl }) => keysUrl),
    keysAreUploaded: false,
    makesFreshTokens: data.singleUse,
  }
}
