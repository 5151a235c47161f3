import { DomainError } from '@bonafide/core'
import * as z from 'zod'
import { decodeBase64, decodeUtf8 } from '../base64.ts'
import { type Credential, readAuthorization, readTimestamp } from './authorization.ts'
import { type StsHost, stsHostOfUrl } from './endpoints.ts'
import { readHeaders } from './headers.ts'

/** The two form content types that signers use; one of them was signed, and that one we send. */
export const formContentTypes = ['application/x-www-form-urlencoded; charset=utf-8', 'application/x-www-form-urlencoded'] as const
export type FormContentType = (typeof formContentTypes)[number]

/** The only body that is ever sent, 43 bytes. */
export const callerIdentityBody = 'Action=GetCallerIdentity&Version=2011-06-15'

/** SHA-256 of `callerIdentityBody`, hexadecimal. */
export const callerIdentityBodySha256 = 'ab821ae955788b0e33ebd34c208442ccfc2d406e2edc5e7a39bd6458fbb4f843'

/** Our own header as it came: it binds a proof to one server and one service account, if it was signed. */
export interface ServerBinding {
  value: string
  signed: boolean
}

/** Everything we take from the caller's request. The rest of what AWS is asked are constants of ours. */
export interface SignedRequest extends StsHost, Credential {
  /** `YYYYMMDDTHHMMSSZ`, as signed. */
  date: string
  /** The same in milliseconds since the epoch. */
  signedAt: number
  contentType: FormContentType
  sessionToken?: string
  serverBinding?: ServerBinding
}

export const serverBindingHeader = 'x-bonafide-server-id'

const MAX_PROOF_CHARACTERS = 16_384

/** What we know how to send again; a signature over any other header cannot be replayed to AWS. */
const replayableHeaders: ReadonlySet<string> = new Set([
  'content-length',
  'content-type',
  'host',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  serverBindingHeader,
])

const envelope = z.strictObject({
  httpRequestMethod: z.literal('POST', 'must be POST').default('POST'),
  httpRequestUrl: z.string('must be base64 text'),
  httpRequestHeaders: z.string('must be base64 text'),
  httpRequestBody: z.string('must be base64 text'),
})

type Envelope = z.output<typeof envelope>
type EncodedField = 'httpRequestUrl' | 'httpRequestHeaders' | 'httpRequestBody'

/** A sentence about one field of the proof. */
class ShapeProblem extends Error {
  readonly field: EncodedField
  constructor(field: EncodedField, message: string) {
    super(message)
    this.field = field
  }
}

/** The `awsIam` object of the wire → the few values that must come from the caller, each against a tight grammar. */
export const signedRequestSchema: z.ZodType<SignedRequest> = envelope.transform((proof, context) => {
  try {
    return readSignedRequest(proof)
  } catch (error) {
    if (!(error instanceof ShapeProblem)) throw error
    context.issues.push({ code: 'custom', message: error.message, path: [error.field], input: undefined })
    return z.NEVER
  }
})

function readSignedRequest(proof: Envelope): SignedRequest {
  const characters = proof.httpRequestUrl.length + proof.httpRequestHeaders.length + proof.httpRequestBody.length
  // Not a matter of shape but of size, and known before anything is decoded.
  if (characters > MAX_PROOF_CHARACTERS) throw new DomainError('too_large', 'The signed request is larger than 16 KB.')
  const host = stsHostOfUrl(decode(proof, 'httpRequestUrl'))
  if (!host) throw new ShapeProblem('httpRequestUrl', 'must be exactly the URL of an AWS STS endpoint, without path or query')
  if (decode(proof, 'httpRequestBody') !== callerIdentityBody) {
    throw new ShapeProblem('httpRequestBody', `must be exactly ${callerIdentityBody}`)
  }
  const headers = readHeaders(decode(proof, 'httpRequestHeaders'))
  if (typeof headers === 'string') throw new ShapeProblem('httpRequestHeaders', headers)
  return { ...host, ...readSignedHeaders(headers, host) }
}

function readSignedHeaders(headers: ReadonlyMap<string, string>, host: StsHost): Omit<SignedRequest, keyof StsHost> {
  const refuse = (message: string) => new ShapeProblem('httpRequestHeaders', message)
  const credential = readAuthorization(headers.get('authorization'))
  if (typeof credential === 'string') throw refuse(credential)
  const { signedHeaders } = credential
  const date = headers.get('x-amz-date') ?? ''
  const signedAt = readTimestamp(date)
  if (signedAt === undefined) throw refuse('X-Amz-Date must be given as YYYYMMDDTHHMMSSZ')
  if (credential.scopeDate !== date.slice(0, 8)) throw refuse('the date of the credential scope must be that of X-Amz-Date')
  if (credential.scopeRegion !== host.region) throw refuse(`the credential scope must name ${host.region}, the region of ${host.host}`)
  const strange = signedHeaders.find((name) => !replayableHeaders.has(name))
  if (strange !== undefined) throw refuse(`SignedHeaders must not contain ${strange}`)
  if (!signedHeaders.includes('host') || !signedHeaders.includes('x-amz-date'))
    throw refuse('SignedHeaders must contain host and x-amz-date')
  if ((headers.get('host') ?? host.host) !== host.host) throw refuse('Host must be the host of the URL')
  if ((headers.get('x-amz-content-sha256') ?? callerIdentityBodySha256) !== callerIdentityBodySha256) {
    throw refuse('X-Amz-Content-Sha256 must be the hash of the body')
  }
  const contentType = formContentTypes.find((type) => type === (headers.get('content-type') ?? formContentTypes[0]))
  if (!contentType) throw refuse(`Content-Type must be ${formContentTypes.join(' or ')}`)
  const sessionToken = headers.get('x-amz-security-token')
  if ((sessionToken !== undefined) !== signedHeaders.includes('x-amz-security-token')) {
    throw refuse('X-Amz-Security-Token must be given and signed, or neither')
  }
  if (sessionToken !== undefined && !/^[\w+/=-]{16,8192}$/.test(sessionToken)) throw refuse('X-Amz-Security-Token must be a session token')
  const binding = headers.get(serverBindingHeader)
  const signed = signedHeaders.includes(serverBindingHeader)
  if (signed && binding === undefined) throw refuse('X-Bonafide-Server-Id is signed but not given')
  const serverBinding = binding === undefined ? undefined : { value: binding, signed }
  return { ...credential, date, signedAt, contentType, sessionToken, serverBinding }
}

function decode(proof: Envelope, field: EncodedField): string {
  const bytes = decodeBase64(proof[field])
  if (!bytes) throw new ShapeProblem(field, 'must be standard base64 with padding')
  const text = decodeUtf8(bytes)
  if (text === undefined) throw new ShapeProblem(field, 'must be UTF-8 before encoding')
  return text
}
