import { type CredentialKindId, DomainError } from '@bonafide/core'
import { given } from '../base/input.ts'
import type { CredentialConfigInput } from '../generated/resolvers.ts'

/** The names under which inputs carry what belongs to one kind. */
const envelopes = {
  awsAssumeRole: 'aws_assume_role',
  awsAccessKeys: 'aws_access_keys',
  awsWebIdentity: 'aws_web_identity',
} as const satisfies Record<keyof CredentialConfigInput, CredentialKindId>
type Envelope = keyof typeof envelopes

/** What the envelope carries beside the configuration of its kind. */
interface Beside {
  externalId?: string | null
  existingRole?: boolean
  secretAccessKey?: string | null
}

/** How a credential signs in, as use cases take it. */
export function partsOf(input: CredentialConfigInput) {
  const { envelope, value } = unwrapped(input)
  const { externalId, existingRole, secretAccessKey, ...config } = value
  return { kind: envelopes[envelope], config: given(config), externalId, existingRole, secret: secretAccessKey }
}

/** Use cases know nothing of the envelope: puts it back into the place that a problem points to. */
export function insideConfig(input: CredentialConfigInput | null | undefined): (field: string[]) => string[] {
  if (!input) return (field) => field
  const { envelope } = unwrapped(input)
  return ([first, ...rest]) => {
    if (first === 'config') return ['config', envelope, ...rest]
    if (first === 'externalId') return ['config', envelope, 'externalId']
    if (first === 'secret') return ['config', envelope, 'secretAccessKey']
    return first === 'kind' ? ['config'] : [first ?? 'config', ...rest]
  }
}

function unwrapped(input: CredentialConfigInput): { envelope: Envelope; value: Beside } {
  for (const envelope of Object.keys(envelopes) as Envelope[]) {
    const value: (object & Beside) | null | undefined = input[envelope]
    if (value) return { envelope, value }
  }
  throw new DomainError('malformed_request', `Give exactly one of ${Object.keys(envelopes).join(', ')}.`)
}
