import { DestinationFailure, type DestinationFailureCode } from '@bonafide/core'

/** What the AWS SDK throws, as far as we look at it. */
interface AwsError extends Error {
  $metadata?: { httpStatusCode?: number; requestId?: string }
}

interface Reading {
  code: DestinationFailureCode
  sentence: string
}

const readings: Record<string, Reading> = {
  UnrecognizedClientException: {
    code: 'credential_unknown',
    sentence: 'AWS does not know these keys, or the region is not enabled for their account. Check that the keys are active.',
  },
  InvalidClientTokenId: {
    code: 'credential_unknown',
    sentence: 'AWS does not know these keys. Check that they are active, or replace them.',
  },
  InvalidSignatureException: {
    code: 'credential_refused',
    sentence: 'The secret access key does not belong to the access key id. Enter both again.',
  },
  SignatureDoesNotMatch: {
    code: 'credential_refused',
    sentence: 'The secret access key does not belong to the access key id. Enter both again.',
  },
  ExpiredTokenException: { code: 'session_expired', sentence: 'The session with AWS has ended; the next attempt opens a new one.' },
  ExpiredToken: { code: 'session_expired', sentence: 'The session with AWS has ended; the next attempt opens a new one.' },
  RegionDisabledException: {
    code: 'region_disabled',
    sentence: 'The account has not enabled this region. Enable it in AWS, or choose another.',
  },
  ResourceNotFoundException: { code: 'absent', sentence: 'There is no such secret, or it has no value.' },
  ResourceExistsException: {
    code: 'already_exists',
    sentence: 'Somebody else made this secret or this version meanwhile. It is looked at again.',
  },
  InvalidIdentityTokenException: {
    code: 'role_not_assumable',
    sentence:
      "AWS does not accept this server's token: the account has no identity provider for its issuer and audience, or cannot fetch the issuer's keys.",
  },
  IDPRejectedClaimException: {
    code: 'role_not_assumable',
    sentence: "AWS did not accept this server's token. Its clock may be wrong, or the identity provider in AWS is made for another issuer.",
  },
  ValidationError: {
    code: 'value_refused',
    sentence: 'AWS did not accept a value of the request: the role may not allow sessions of an hour, or its ARN is not valid.',
  },
  EncryptionFailure: { code: 'key_unusable', sentence: 'The KMS key is disabled or waits for deletion. Enable it, or choose another key.' },
  DecryptionFailure: { code: 'key_unusable', sentence: 'The KMS key is disabled or waits for deletion. Enable it, or choose another key.' },
  LimitExceededException: {
    code: 'version_limit',
    sentence: 'The secret has as many versions as AWS keeps. Versions older than a day make room by themselves.',
  },
  ValidationException: { code: 'value_refused', sentence: 'AWS did not accept a value of the request.' },
  InvalidParameterException: { code: 'value_refused', sentence: 'AWS did not accept a value of the request.' },
}

const throttling = new Set(['ThrottlingException', 'Throttling', 'TooManyRequestsException', 'RequestLimitExceeded', 'RequestThrottled'])
const clockFaults = new Set(['RequestTimeTooSkewed', 'RequestExpired'])

/** Whatever a call to AWS threw, as a failure of ours: its own words stay with the cause, since they may repeat what was sent. */
export function failureOf(thrown: unknown): DestinationFailure {
  if (thrown instanceof DestinationFailure) return thrown
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as AwsError
  const { code, sentence, missingAction } = read(error)
  return new DestinationFailure(code, sentence, { missingAction, requestId: error.$metadata?.requestId, cause: error })
}

function read(error: AwsError): Reading & { missingAction?: string } {
  const status = error.$metadata?.httpStatusCode ?? 0
  if (throttling.has(error.name) || status === 429)
    return { code: 'throttled', sentence: 'AWS asks for fewer calls; it is tried again later.' }
  if (clockFaults.has(error.name) || /^Signature (expired|not yet current)/.test(error.message)) {
    return { code: 'clock_skewed', sentence: 'The clock of this server is wrong by more than AWS allows. Set it, for instance by NTP.' }
  }
  if (/^AccessDenied/.test(error.name)) return readDenial(error)
  if (error.name === 'InvalidRequestException' && /deletion/i.test(error.message)) {
    return {
      code: 'scheduled_for_deletion',
      sentence: 'The secret is scheduled for deletion. Restore it in AWS, or choose another name; nothing is restored by itself.',
    }
  }
  if (error.name === 'ResourceExistsException' && /version/i.test(error.message)) {
    return { code: 'token_spent', sentence: 'This version was written with another value before. It is planned again.' }
  }
  const known = readings[error.name]
  if (known) return known
  if (isTimeout(error))
    return { code: 'upstream_timeout', sentence: 'AWS gave no answer. What became of the call is looked at before it is tried again.' }
  return { code: 'upstream_error', sentence: 'AWS could not be reached or failed; it is tried again.' }
}

function readDenial({ message }: AwsError): Reading & { missingAction?: string } {
  if (/access to kms/i.test(message)) {
    return {
      code: 'key_denied',
      sentence:
        'The credential may not use the KMS key. It needs kms:GenerateDataKey and kms:Decrypt, in the key of the region of the secret.',
    }
  }
  const missingAction = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/i.exec(message)?.[1]
  if (missingAction?.startsWith('sts:AssumeRole') || /AssumeRoleWithWebIdentity/.test(message)) {
    return {
      code: 'role_not_assumable',
      sentence: 'The role cannot be assumed: it is not there, its trust policy does not name this server, or the external id is another.',
      missingAction,
    }
  }
  const needed = missingAction ? `It lacks ${missingAction}.` : 'AWS did not say which permission is missing.'
  return { code: 'access_denied', sentence: `The credential is not allowed to do this. ${needed}`, missingAction }
}

/** The SDK counts a connection that broke in the middle among them: either way nobody knows whether the call took effect. */
const isTimeout = (error: Error): boolean =>
  error.name === 'TimeoutError' || error.name === 'AbortError' || /ETIMEDOUT|timed out/i.test(error.message)
