import { DomainError } from '@bonafide/core'
import * as z from 'zod'
import { decodeBase64, decodeUtf8 } from '../base64.ts'

/** The token of Entra in compact form, not yet looked into. */
export interface AzureEntraProof {
  token: string
}

const MAX_TOKEN_BYTES = 65_536

/** The `azureEntra` object of the wire: `jwt` is the compact token in standard base64. */
export const azureEntraProofSchema: z.ZodType<AzureEntraProof> = z
  .strictObject({ jwt: z.string('must be base64 text') })
  .transform(({ jwt }, context) => {
    // Not a matter of shape but of size, and known before anything is decoded.
    if (jwt.length > Math.ceil(MAX_TOKEN_BYTES / 3) * 4) throw new DomainError('too_large', 'The token is larger than 64 KB.')
    const bytes = decodeBase64(jwt)
    const token = bytes && decodeUtf8(bytes)
    // Encrypted tokens (five parts) are readable requests with a useless proof; anything else is not a token at all.
    if (token !== undefined && /^[\w-]+(\.[\w-]*){2,4}$/.test(token)) return { token }
    context.issues.push({
      code: 'custom',
      message: 'must be a compact JWT in standard base64 with padding',
      path: ['jwt'],
      input: undefined,
    })
    return z.NEVER
  })
