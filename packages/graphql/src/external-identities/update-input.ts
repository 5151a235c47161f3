import { DomainError, readExternalIdentity, type SignedInContext } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { UpdateExtIdentityInput } from '../generated/resolvers.ts'
import { toCore } from './lifetimes.ts'
import { unwrapped } from './one-of.ts'

/** The input as the use case takes it. A configuration for another provider than the identity's is refused here, where the envelope is known. */
export async function updateInput({ config, ...input }: UpdateExtIdentityInput, domain: SignedInContext): Promise<Record<string, unknown>> {
  const fields = toCore(given(input))
  if (!config) return fields
  const { envelope, provider, value } = unwrapped(config)
  const identity = await readExternalIdentity({ id: input.id }, domain)
  if (identity.provider === provider) return { ...fields, config: value }
  const message = 'belongs to another provider than the identity; create a new identity instead'
  throw new DomainError('malformed_request', `config.${envelope} ${message}.`, { fields: [{ pointer: '/config', message }] })
}
