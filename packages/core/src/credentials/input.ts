import * as z from 'zod'
import type { Context } from '../context.ts'
import { DomainError } from '../errors.ts'
import { nameText, parse } from '../parse.ts'
import { type CredentialKind, credentialKindIds } from './kind.ts'

export const credentialName = nameText(100)

/** How a credential signs in, as it is asked for; null and left out say different things when one is changed. */
export const credentialPartsInput = z.object({
  kind: z.enum(credentialKindIds),
  config: z.unknown(),
  externalId: z.string().nullable().optional(),
  /** The role was there before and asks for this external id. */
  existingRole: z.boolean().default(false),
  secret: z.string().nullable().optional(),
})

export interface CredentialParts {
  kind: CredentialKind
  config: unknown
  /** Undefined: nothing was said. */
  externalId: string | null | undefined
  existingRole: boolean
  /** Null: none was given. */
  secret: string | null
}

/** Untrusted parts of a credential → parts that its kind takes. Asks nobody. Fails with `malformed_request`. */
export function readParts(input: z.output<typeof credentialPartsInput>, { credentialKinds }: Context): CredentialParts {
  const kind = credentialKinds[input.kind]
  const config = parse(kind.configSchema, input.config, '/config')
  const { externalId, existingRole } = input
  if (typeof externalId === 'string') {
    if (!kind.externalIdSchema) throw malformed('/externalId', `is nothing that ${kind.name} takes`)
    parse(kind.externalIdSchema, externalId, '/externalId')
  }
  const secret = input.secret ?? null
  if (secret !== null) {
    if (!kind.secret) throw malformed('/secret', `is nothing that ${kind.name} takes`)
    parse(kind.secret.schema, secret, '/secret')
  }
  return { kind, config, externalId, existingRole, secret }
}

/** Fails with `malformed_request` where a kind has a secret and none was given. */
export function requireSecretOf({ kind, secret }: CredentialParts): void {
  if (kind.secret && secret === null) throw malformed('/secret', 'must be given')
}

export const malformed = (pointer: string, message: string): DomainError =>
  new DomainError('malformed_request', `${pointer}: ${message}.`, { fields: [{ pointer, message }] })
