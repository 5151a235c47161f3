import { type DestinationId, DomainError } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { DestinationOptionsInput } from '../generated/resolvers.ts'

/** The names under which inputs carry what belongs to one destination. */
const envelopes = { awsSecretsManager: 'aws_secrets_manager' } as const satisfies Record<keyof DestinationOptionsInput, DestinationId>
type Envelope = keyof typeof envelopes

function unwrapped(input: DestinationOptionsInput): { envelope: Envelope; options: Record<string, unknown> } {
  for (const envelope of Object.keys(envelopes) as Envelope[]) {
    const value = input[envelope]
    if (value) return { envelope, options: given(value) }
  }
  throw new DomainError('malformed_request', `Give exactly one of ${Object.keys(envelopes).join(', ')}.`)
}

/** A destination and its options, as use cases take them. */
export function destinationOf(input: DestinationOptionsInput): { destination: DestinationId; options: Record<string, unknown> } {
  const { envelope, options } = unwrapped(input)
  return { destination: envelopes[envelope], options }
}

/** The input of a sync as use cases take it: what was given, its options taken out of their envelope. */
export function syncInput<Input extends { options?: DestinationOptionsInput | null }>({
  options,
  ...input
}: Input): Record<string, unknown> {
  return { ...given(input), ...(options ? destinationOf(options) : {}) }
}

/** Use cases know nothing of the envelope: puts it back into the place that a problem points to. */
export function insideOptions(options: DestinationOptionsInput | null | undefined): (field: string[]) => string[] {
  if (!options) return (field) => field
  const { envelope } = unwrapped(options)
  return ([first, ...rest]) => (first === 'options' ? ['options', envelope, ...rest] : [first ?? 'options', ...rest])
}
