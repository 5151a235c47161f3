import { DomainError, type ProviderId } from '@bonafide/core'
import { given } from '../base/input.ts'

/** The names under which inputs carry what belongs to one provider. */
const envelopes = { awsIam: 'aws_iam', azureEntra: 'azure_entra', oidc: 'oidc' } as const satisfies Record<string, ProviderId>
type Envelope = keyof typeof envelopes

/** Which field of a `@oneOf` input was given, and what is in it. */
export function unwrapped(input: Partial<Record<Envelope, object | null>>): {
  envelope: Envelope
  provider: ProviderId
  value: Record<string, unknown>
} {
  for (const envelope of Object.keys(envelopes) as Envelope[]) {
    const value = input[envelope]
    if (value) return { envelope, provider: envelopes[envelope], value: given(value) }
  }
  throw new DomainError('malformed_request', `Give exactly one of ${Object.keys(envelopes).join(', ')}.`)
}

/** Use cases know nothing of the envelope: puts it back into the place that a problem points to. */
export const insideEnvelope =
  (field: 'config' | 'proof', envelope: Envelope) =>
  ([first, ...rest]: string[]): string[] =>
    first === field ? [field, envelope, ...rest] : [first ?? field, ...rest]
