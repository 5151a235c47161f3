import type { Voucher } from '@bonafide/core'
import { issuersOf } from './clouds.ts'
import type { AzureEntraConfig } from './schema.ts'

/** The directory, under the issuer of either version of its tokens: the newer one first, as it is what people know. */
export const issuersOfAzureEntra = ({ tenantId, cloud }: AzureEntraConfig): Voucher[] => [
  {
    pointer: '/tenantId',
    names: issuersOf(tenantId, cloud)
      .map(({ issuer }) => issuer)
      .reverse(),
  },
]
