import type { Destinations } from '@bonafide/core'

/** Every destination, with sessions of its own: one set per process. */
export const createDestinations = (): Destinations => ({}) as Destinations
