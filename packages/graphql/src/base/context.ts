import type { SignedInContext } from '@bonafide/core'
import { createLoaders, type Loaders } from './loaders.ts'

/** One endpoint of AWS STS, as the console offers it. */
export interface StsEndpoint {
  partition: string
  regionCode: string
  regionName: string
  endpoint: string
  fips: boolean
}

/** Knowledge of platforms that the composition root lends: this package knows none. */
export interface Catalogues {
  awsStsEndpoints: readonly StsEndpoint[]
}

/** What every resolver gets: who asks and the services for the use cases, lookups that are shared within the request, the catalogues. */
export interface GraphqlContext {
  domain: SignedInContext
  load: Loaders
  catalogues: Catalogues
}

export const graphqlContext = (domain: SignedInContext, catalogues: Catalogues): GraphqlContext => ({
  domain,
  load: createLoaders(domain),
  catalogues,
})
