import * as z from 'zod'
import { exportInput } from './audit/export.ts'
import { envelope } from './exchange/request.ts'
import { createEncryptedInput, updateEncryptedInput } from './secrets/write-encrypted.ts'
import { createPlainInput, updatePlainInput } from './secrets/write-plain.ts'
import { acceptInput, codeInput } from './sign-in/accept-invite.ts'
import { setUpInput } from './sign-in/set-up.ts'
import { signInInput } from './sign-in/sign-in.ts'

/** What the use cases behind REST take, in the schemas that they parse with; where a part of it comes from the path or a header, only the body. */
export const restSchemas = {
  exchange: envelope,
  signIn: signInInput,
  setUp: setUpInput,
  invite: codeInput,
  acceptInvite: acceptInput,
  createSecrets: createPlainInput.pick({ secrets: true }),
  updateSecrets: updatePlainInput.pick({ secrets: true }),
  createEncryptedSecrets: createEncryptedInput.pick({ secrets: true }),
  updateEncryptedSecrets: updateEncryptedInput.pick({ secrets: true }),
  auditExport: exportInput,
} as const

/** JSON Schema (2020-12) of what a schema takes. What JSON Schema cannot say is left out: the schema itself stays the judge. */
export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
