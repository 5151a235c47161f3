import type { AwsPrincipal } from './principals.ts'
import type { StsRefusal } from './sts-verify.ts'

const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** The three values of an identity, the only part of the answer that varies. */
export type CallerIdentity = Pick<AwsPrincipal, 'arn' | 'userId' | 'account'>

/** Escapes text for an XML element. */
export function xmlEscape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** One `GetCallerIdentityResult` element. `rawArn` goes in unescaped, for answers that are wrong on purpose. */
export function identityResult(identity: CallerIdentity, rawArn = xmlEscape(identity.arn)): string {
  return [
    '  <GetCallerIdentityResult>',
    `    <Arn>${rawArn}</Arn>`,
    `    <UserId>${xmlEscape(identity.userId)}</UserId>`,
    `    <Account>${xmlEscape(identity.account)}</Account>`,
    '  </GetCallerIdentityResult>',
  ].join('\n')
}

/** The whole document of a `GetCallerIdentity` answer around the given result elements. */
export function identityDocument(results: string, requestId: string, namespace: string | null = STS_NAMESPACE): string {
  const declaration = namespace === null ? '' : ` xmlns="${namespace}"`
  return [
    `<GetCallerIdentityResponse${declaration}>`,
    results,
    '  <ResponseMetadata>',
    `    <RequestId>${requestId}</RequestId>`,
    '  </ResponseMetadata>',
    '</GetCallerIdentityResponse>',
    '',
  ].join('\n')
}

/** The answer of STS to a caller it believes: XML, or JSON for those who ask for it. */
export function identityAnswer(identity: CallerIdentity, requestId: string, asJson = false): Response {
  if (!asJson) return xmlAnswer(identityDocument(identityResult(identity), requestId), requestId)
  const result = { Account: identity.account, Arn: identity.arn, UserId: identity.userId }
  return jsonAnswer(
    { GetCallerIdentityResponse: { GetCallerIdentityResult: result, ResponseMetadata: { RequestId: requestId } } },
    requestId,
  )
}

/** The answer of STS to a request it refuses. */
export function refusalAnswer(refusal: StsRefusal, requestId: string, asJson = false): Response {
  const type = refusal.status < 500 ? 'Sender' : 'Receiver'
  if (asJson) {
    return jsonAnswer(
      { Error: { Code: refusal.code, Message: refusal.message, Type: type }, RequestId: requestId },
      requestId,
      refusal.status,
    )
  }
  const document = [
    `<ErrorResponse xmlns="${STS_NAMESPACE}">`,
    '  <Error>',
    `    <Type>${type}</Type>`,
    `    <Code>${refusal.code}</Code>`,
    `    <Message>${xmlEscape(refusal.message)}</Message>`,
    '  </Error>',
    `  <RequestId>${requestId}</RequestId>`,
    '</ErrorResponse>',
    '',
  ].join('\n')
  return xmlAnswer(document, requestId, refusal.status)
}

/** Any text as an XML answer of STS. */
export function xmlAnswer(document: string | Uint8Array<ArrayBuffer>, requestId: string, status = 200): Response {
  return new Response(document, { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId } })
}

function jsonAnswer(value: unknown, requestId: string, status = 200): Response {
  return new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId } })
}
