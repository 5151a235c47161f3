import { DomainError, readExternalIdentity, type SignedInContext } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { ExternalIdentityConfigInput, UpdateExtIdentityInput } from '../generated/resolvers.ts'
import { toCore } from './lifetimes.ts'
import { unwrapped } from './one-of.ts'

/** The input as the use case takes it. */
export async function updateInput({ config, ...input }: UpdateExtIdentityInput, domain: SignedInContext): Promise<Record<string, unknown>> {
  const fields = toCore(given(input))
  return config ? { ...fields, config: await configFor(input.id, config, domain) } : fields
}

/** The configuration for an identity. One for another provider is refused here, where the envelope is known. */
export async function configFor(
  id: string,
  config: ExternalIdentityConfigInput,
  domain: SignedInContext,
): Promise<Record<string, unknown>> {
  const { envelope, provider, value } = unwrapped(config)
  const identity = await readExternalIdentity({ id }, domain)
  if (identity.provider === provider) return value
  const message = 'belongs to another provider than the identity; create a new identity instead'
  throw new DomainError('malformed_request', `config.${envelope} ${message}.`, { fields: [{ pointer: '/config', message }] })
}
