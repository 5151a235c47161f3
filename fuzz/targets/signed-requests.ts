import { isDomainError } from '@bonafide/core'
import { createAwsSts, signGetCallerIdentity, toEnvelope } from '@bonafide/stand-ins'
import fc from 'fast-check'
import { stsHostOfUrl } from '../../packages/identity-providers/src/aws-iam/endpoints.ts'
import { callerIdentityBody, signedRequestSchema } from '../../packages/identity-providers/src/aws-iam/signed-request.ts'
import { awkwardJson, mutated } from '../fragments.ts'
import type { Target } from '../run.ts'

const now = new Date('2026-01-01T00:00:00Z')
const credentials = createAwsSts({ now: () => now }).addRoleSession({ account: '111122223333', roleName: 'app', sessionName: 'i-0abc' })
const { awsIam } = toEnvelope(signGetCallerIdentity({ credentials, region: 'eu-central-1', now }), 'unused')
const decoded = (value: unknown) => Buffer.from(String(value), 'base64').toString()
const encoded = (text: string) => Buffer.from(text).toString('base64')

const requests = fc.record({
  httpRequestMethod: fc.constant('POST'),
  httpRequestUrl: fc.oneof(fc.constant(decoded(awsIam.httpRequestUrl)), mutated(decoded(awsIam.httpRequestUrl))).map(encoded),
  httpRequestHeaders: fc
    .oneof(
      fc.constant(decoded(awsIam.httpRequestHeaders)),
      mutated(decoded(awsIam.httpRequestHeaders)),
      awkwardJson.map((value) => JSON.stringify(value)),
    )
    .map(encoded),
  httpRequestBody: fc.oneof(fc.constant(callerIdentityBody), mutated(callerIdentityBody)).map(encoded),
})

/** What is read of a signed request is for a known STS host, signs that host, and asks who its signer is; everything else is a sentence. */
export const signedRequests: Target = (tried) =>
  fc.property(requests, (request) => {
    tried()
    try {
      const { success, data } = signedRequestSchema.safeParse(request)
      if (!success) return
      if (decoded(request.httpRequestBody) !== callerIdentityBody) throw new Error('another body was taken')
      if (stsHostOfUrl(`https://${data.host}`)?.host !== data.host) throw new Error('another host was taken')
      if (!data.signedHeaders.includes('host') || !data.signedHeaders.includes('x-amz-date')) throw new Error('host or date are not signed')
    } catch (error) {
      if (!isDomainError(error)) throw error
    }
  })
