import type { Destinations } from '@bonafide/core'
import type { Aws } from './aws/aws.ts'

/** Every destination, over the sessions of the process. */
export const createDestinations = (_aws: Aws): Destinations => ({}) as Destinations
