import * as z from 'zod'
import { type EnvironmentTarget, holderOf, requireHeld } from '../apps/reach.ts'
import { auditEvent } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authoriseSecrets } from '../organisations/authorise.ts'
import { nameText, parse, text, uuid } from '../parse.ts'
import { secretPath } from './path.ts'
import type { EncryptedSecret } from './secret.ts'
import type { Naming, SecretFilter, SecretsRead } from './store.ts'

/** How every use case of secrets names its environment: by id, by app and name, or by one of its secrets. */
export const targetFields = {
  environmentId: uuid.optional(),
  appId: uuid.optional(),
  environmentName: nameText().optional(),
  secretId: uuid.optional(),
}
type TargetFields = { environmentId?: string; appId?: string; environmentName?: string; secretId?: string }

export function targetOf({ environmentId, appId, environmentName, secretId }: TargetFields): EnvironmentTarget {
  if (secretId !== undefined) return { secretId }
  if (environmentId !== undefined) return { environmentId }
  if (appId !== undefined && environmentName !== undefined) return { appId, environmentName }
  throw new DomainError('malformed_request', 'Name the environment: send its id, or the id of its app and its name.')
}

/** Filters that need no key. An empty path or digest means none; an empty list of tags matches nothing. */
export const filterFields = {
  path: z.union([z.literal('').transform(() => undefined), secretPath]).optional(),
  keyDigest: text(128)
    .transform((digest) => digest.toLowerCase() || undefined)
    .optional(),
  tags: z.array(text(64)).max(100, 'must be at most 100').optional(),
}

const readInput = z.object({ ...targetFields, ...filterFields, naming: z.enum(['snake', 'camel']).default('camel') })

/** Secrets as they are stored, as JSON text: one round trip, which also leaves the audit row. Wire contract 1.9.1. */
export async function readEncryptedSecretsJson(input: unknown, context: Context): Promise<string> {
  authoriseSecrets(context, 'read')
  const { naming, path, keyDigest, tags, ...target } = parse(readInput, input)
  return (await readStored(targetOf(target), { path, keyDigest, tags }, naming, false, context)).json
}

/** The same as objects. Key, value and comment are `ph:v1:`: the caller holds the keys. */
export async function readEncryptedSecrets(input: unknown, context: Context): Promise<EncryptedSecret[]> {
  authoriseSecrets(context, 'read')
  const { path, keyDigest, tags, ...target } = parse(readInput, input)
  return JSON.parse((await readStored(targetOf(target), { path, keyDigest, tags }, 'camel', false, context)).json)
}

/** Checks access, reads and records in one statement. */
export async function readStored(
  target: EnvironmentTarget,
  filter: SecretFilter,
  naming: Naming,
  serverEncryptedOnly: boolean,
  context: SignedInContext,
): Promise<SecretsRead> {
  const { actor, stores } = context
  const audit = auditEvent(actor.organisationId, { action: 'secrets.read', resourceType: 'environment', resourceId: null }, context)
  const found = await stores.secrets.read({
    organisationId: actor.organisationId,
    target,
    holder: holderOf(actor),
    filter,
    naming,
    serverEncryptedOnly,
    audit,
  })
  requireHeld(found?.environment)
  return found as SecretsRead
}
