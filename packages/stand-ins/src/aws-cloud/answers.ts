import { xmlAnswer, xmlEscape } from '../sts-answers.ts'
import type { Caller } from './account.ts'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** The credentials that STS gives for an assumed role. */
export function credentialsAnswer(action: string, caller: Caller, requestId: string): Response {
  const { accessKeyId, secretAccessKey, sessionToken = '', expiresAt } = caller
  return xmlAnswer(
    [
      `<${action}Response xmlns="${NAMESPACE}">`,
      `  <${action}Result>`,
      `    <AssumedRoleUser><AssumedRoleId>${caller.userId}</AssumedRoleId><Arn>${xmlEscape(caller.arn)}</Arn></AssumedRoleUser>`,
      '    <Credentials>',
      `      <AccessKeyId>${accessKeyId}</AccessKeyId>`,
      `      <SecretAccessKey>${secretAccessKey}</SecretAccessKey>`,
      `      <SessionToken>${sessionToken}</SessionToken>`,
      `      <Expiration>${expiresAt?.toISOString()}</Expiration>`,
      '    </Credentials>',
      `  </${action}Result>`,
      `  <ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
      `</${action}Response>`,
      '',
    ].join('\n'),
    requestId,
  )
}

/** What Secrets Manager says, as JSON 1.1. */
export const jsonAnswer = (value: unknown, requestId: string, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId } })
