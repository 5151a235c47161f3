import type { ProviderNames } from '../providers.ts'
import type { CreateExtIdentityMutationVariables } from './operations.generated.ts'

type ConfigInput = CreateExtIdentityMutationVariables['input']['config']

/** A configuration as mutations take it: under the name of its provider. The provider's schema has made it, so its shape is known. */
export function inEnvelope({ envelope }: ProviderNames, config: Record<string, unknown>): ConfigInput {
  const input: unknown = { [envelope]: config }
  return input as ConfigInput
}
