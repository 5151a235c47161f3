import { applyTransportFault, type FaultContext, isTransportFault, type TransportFault, type TunedFault } from './faults.ts'
import { type CallerIdentity, identityAnswer, identityDocument, identityResult, refusalAnswer, xmlAnswer } from './sts-answers.ts'
import type { StsRefusal } from './sts-verify.ts'

/** Answers with status 200 that no careful reader may believe. */
export type StsContentFault =
  | 'two_arns'
  | 'two_results'
  | 'two_roots'
  | 'doctype_entity'
  | 'numeric_references'
  | 'wrong_namespace'
  | 'no_namespace'
  | 'account_mismatch'
  | 'bad_user_id'
  | 'arn_five_parts'
  | 'arn_seven_parts'
  | 'assumed_role_without_session'
  | 'empty_arn'
  | 'arn_with_newline'
  | 'arn_with_spaces'
  | 'missing_arn'
  | 'json'

/** Errors of STS by short name. */
export type StsErrorFault =
  | 'throttle'
  | 'throttle_429'
  | 'unavailable'
  | 'internal'
  | 'signature_does_not_match'
  | 'invalid_client_token_id'
  | 'expired_token'
  | 'incomplete_signature'
  | 'missing_authentication_token'
  | 'access_denied'

/** How the next answers of the STS stand-in go wrong; a function answers whatever it likes. */
export type StsMisbehaviour =
  | TransportFault
  | TunedFault
  | StsContentFault
  | StsErrorFault
  | { kind: 'error'; status: number; code: string; message?: string }
  | { kind: 'identity'; identity: Partial<CallerIdentity> }
  | ((request: Request) => Response | Promise<Response>)

interface Answered {
  identity: CallerIdentity
  requestId: string
}

const errorFaults: Record<StsErrorFault, StsRefusal> = {
  throttle: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
  throttle_429: { status: 429, code: 'Throttling', message: 'Rate exceeded' },
  unavailable: { status: 503, code: 'ServiceUnavailable', message: 'The request has failed due to a temporary failure of the server.' },
  internal: { status: 500, code: 'InternalFailure', message: 'The request processing has failed because of an unknown error.' },
  signature_does_not_match: { status: 403, code: 'SignatureDoesNotMatch', message: 'The request signature we calculated does not match.' },
  invalid_client_token_id: { status: 403, code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' },
  expired_token: { status: 403, code: 'ExpiredToken', message: 'The security token included in the request is expired' },
  incomplete_signature: { status: 400, code: 'IncompleteSignature', message: "Authorization header requires 'Signature' parameter." },
  missing_authentication_token: { status: 403, code: 'MissingAuthenticationToken', message: 'Request is missing Authentication Token' },
  access_denied: { status: 403, code: 'AccessDenied', message: 'User is not authorized to perform: sts:GetCallerIdentity' },
}

const contentFaults: Record<StsContentFault, (answered: Answered) => string> = {
  two_arns: ({ identity, requestId }) =>
    identityDocument(
      identityResult(identity).replace(/( *<Arn>.*<\/Arn>\n)/, (line) => `${line}${line}`),
      requestId,
    ),
  two_results: ({ identity, requestId }) => identityDocument(`${identityResult(identity)}\n${identityResult(identity)}`, requestId),
  two_roots: (answered) => wellFormed(answered) + wellFormed(answered),
  doctype_entity: ({ identity, requestId }) =>
    `<!DOCTYPE GetCallerIdentityResponse [<!ENTITY e "${identity.arn}">]>\n${identityDocument(identityResult(identity, '&e;'), requestId)}`,
  numeric_references: ({ identity, requestId }) => identityDocument(identityResult(identity, '&#65;'.repeat(1_000_000)), requestId),
  wrong_namespace: ({ identity, requestId }) =>
    identityDocument(identityResult(identity), requestId, 'https://sts.example.test/doc/2011-06-15/'),
  no_namespace: ({ identity, requestId }) => identityDocument(identityResult(identity), requestId, null),
  account_mismatch: (answered) =>
    withIdentity(answered, { account: answered.identity.account === '111122223333' ? '444455556666' : '111122223333' }),
  bad_user_id: (answered) => withIdentity(answered, { userId: 'not-an-aws-unique-id' }),
  arn_five_parts: (answered) => withIdentity(answered, { arn: answered.identity.arn.split(':').slice(0, 5).join(':') }),
  arn_seven_parts: (answered) => withIdentity(answered, { arn: `${answered.identity.arn}:surplus` }),
  assumed_role_without_session: (answered) =>
    withIdentity(answered, { arn: `arn:aws:sts::${answered.identity.account}:assumed-role/deploy` }),
  empty_arn: (answered) => withIdentity(answered, { arn: '' }),
  arn_with_newline: (answered) => withIdentity(answered, { arn: `${answered.identity.arn}\n` }),
  arn_with_spaces: (answered) => withIdentity(answered, { arn: ` ${answered.identity.arn} ` }),
  missing_arn: ({ identity, requestId }) => identityDocument(identityResult(identity).replace(/ *<Arn>.*<\/Arn>\n/, ''), requestId),
  json: wellFormed,
}

/** Whether a misbehaviour replaces the answer without looking at who called: then even a bad signature gets it. */
export function ignoresCaller(misbehaviour: StsMisbehaviour): boolean {
  if (typeof misbehaviour === 'string') return !Object.hasOwn(contentFaults, misbehaviour)
  return typeof misbehaviour === 'function' || misbehaviour.kind !== 'identity'
}

/** Name of a misbehaviour for the record of requests. */
export function misbehaviourName(misbehaviour: StsMisbehaviour): string {
  if (typeof misbehaviour === 'string') return misbehaviour
  return typeof misbehaviour === 'function' ? 'custom' : misbehaviour.kind
}

/** Turns the answer STS would give to `identity` into the misbehaviour's answer. */
export async function misbehavingAnswer(misbehaviour: StsMisbehaviour, answered: Answered, context: FaultContext): Promise<Response> {
  if (typeof misbehaviour === 'function') return misbehaviour(context.request)
  if (typeof misbehaviour === 'object') return tunedAnswer(misbehaviour, answered, context)
  if (isErrorFault(misbehaviour)) return refusalAnswer(errorFaults[misbehaviour], answered.requestId)
  if (isTransportFault(misbehaviour)) return applyTransportFault(misbehaviour, context)
  if (misbehaviour === 'json') return identityAnswer(answered.identity, answered.requestId, true)
  return xmlAnswer(contentFaults[misbehaviour](answered), answered.requestId)
}

type Tuned = Extract<StsMisbehaviour, { kind: string }>

function tunedAnswer(misbehaviour: Tuned, answered: Answered, context: FaultContext): Response | Promise<Response> {
  if (misbehaviour.kind === 'error') return refusalAnswer({ message: misbehaviour.code, ...misbehaviour }, answered.requestId)
  if (misbehaviour.kind === 'identity') return xmlAnswer(withIdentity(answered, misbehaviour.identity), answered.requestId)
  return applyTransportFault(misbehaviour, context)
}

function isErrorFault(name: string): name is StsErrorFault {
  return Object.hasOwn(errorFaults, name)
}

function wellFormed({ identity, requestId }: Answered): string {
  return identityDocument(identityResult(identity), requestId)
}

function withIdentity(answered: Answered, changed: Partial<CallerIdentity>): string {
  return wellFormed({ ...answered, identity: { ...answered.identity, ...changed } })
}
