import type { ParsedIdentity } from '@bonafide/core'
import type { EntraCloud, EntraTokenRequest } from '@bonafide/stand-ins'
import { beforeEach } from 'vitest'
import { createWorld, identity, outcomeOf, type World } from '../testing.ts'
import { type AzureEntraProvider, createAzureEntraProvider } from './provider.ts'
import { type AzureEntraConfig, azureEntraConfigSchema } from './schema.ts'

export const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
export const otherTenant = '2c5f39cb-3ab2-42e3-994a-1127e4ddb538'
/** The object id that identities trust unless told otherwise. */
export const oid = '3d6a4adc-4bc3-43f4-8a5b-2238f5eec649'

type Request = Partial<EntraTokenRequest> & { cloud?: EntraCloud }
type Config = Record<string, unknown>

/** Before each test: a world with one tenant, and a provider that knows no keys yet. */
export function useAzure() {
  let world: World
  let provider: AzureEntraProvider
  beforeEach(async () => {
    world = createWorld()
    provider = createAzureEntraProvider()
    await world.entra.addTenant(tenantId)
  })
  const trusting = (config: Config = {}) =>
    identity(azureEntraConfigSchema, { tenantId, resource: 'api://broker', allowedServicePrincipalIds: [oid], ...config })
  const issue = (request: Request = {}) => world.entra.issueToken({ tenantId, oid, audience: 'api://broker', ...request })
  const verify = (token: string, identities: ParsedIdentity<AzureEntraConfig>[] = [trusting()]) =>
    provider.verify(provider.proofSchema.parse({ jwt: Buffer.from(token).toString('base64') }), identities, world.runtime)
  const outcome = async (token: string, config: Config = {}) => outcomeOf(await verify(token, [trusting(config)]))
  return {
    get world() {
      return world
    },
    get provider() {
      return provider
    },
    trusting,
    issue,
    verify,
    /** Why a token is refused by one identity, or `accepted`. */
    outcome,
    /** The same for a token that is issued first. */
    outcomeWith: async (request: Request, config: Config = {}) => outcome(await issue(request), config),
  }
}
