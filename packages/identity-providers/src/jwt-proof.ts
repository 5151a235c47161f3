import { DomainError } from '@bonafide/core'
import * as z from 'zod'
import { decodeBase64, decodeUtf8 } from './base64.ts'

/** A token in compact form, not yet looked into. */
export interface JwtProof {
  token: string
}

const maxTokenBytes = 65_536

/** The object of the wire that carries a token: `jwt` is its compact form in standard base64. */
export const jwtProofSchema: z.ZodType<JwtProof> = z
  .strictObject({ jwt: z.string('must be base64 text') })
  .transform(({ jwt }, context) => {
    // Not a matter of shape but of size, and known before anything is decoded.
    if (jwt.length > Math.ceil(maxTokenBytes / 3) * 4) throw new DomainError('too_large', 'The token is larger than 64 KB.')
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
