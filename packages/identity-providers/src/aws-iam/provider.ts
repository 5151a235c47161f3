import { createHash } from 'node:crypto'
import type { IdentityProvider, Principal } from '@bonafide/core'
import { admitAwsIam } from './admit.ts'
import { readCallerArn, roleArnOf } from './arn.ts'
import { scopeOf } from './authorization.ts'
import type { CallerIdentity } from './caller-identity.ts'
import { awsIamForm, summaryOfAwsIam } from './config.ts'
import { issuersOfAwsIam } from './issuers.ts'
import { factsOf, isTrusted, judge } from './judge.ts'
import { lintAwsIam } from './lint.ts'
import { type AwsIamConfig, awsIamConfigSchema } from './schema.ts'
import { type SignedRequest, signedRequestSchema } from './signed-request.ts'
import { awsIamSnippets } from './snippets/index.ts'
import { askSts, type Delay } from './sts.ts'
import { isOfTrustedAccount, judgeAwsIamAgain, testimonyOf } from './testimony.ts'

export type AwsIamProvider = IdentityProvider<AwsIamConfig, SignedRequest>

// The longest signature expiry, and what clocks may differ by in either direction.
const LONGEST_EXPIRY_MILLISECONDS = 900_000
const SKEW_MILLISECONDS = 30_000

const wait: Delay = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** AWS IAM: a workload signs `sts:GetCallerIdentity`, AWS says whose signature it is. `delay` is for the pauses between retries. */
export function createAwsIamProvider({ delay = wait }: { delay?: Delay } = {}): AwsIamProvider {
  return {
    form: awsIamForm,
    path: 'aws/iam',
    alias: 'aws-iam',
    envelope: 'awsIam',
    configSchema: awsIamConfigSchema,
    proofSchema: signedRequestSchema,
    async verify(request, identities, runtime) {
      const receivedAt = runtime.now()
      // Also for stale requests and unknown accounts: time must not tell which of them it was.
      const verdict = await askSts(request, runtime, delay)
      const facts = factsOf(request, receivedAt, runtime)
      return {
        principal: verdict.caller ? principalOf(verdict.caller) : null,
        judgements: identities.map(({ id, config }) => ({ identityId: id, steps: judge(config, facts, verdict) })),
        testimony: verdict.caller ? testimonyOf(facts, verdict.caller) : null,
        proofHash: hashOf(request),
        proofEndsAt: request.signedAt + LONGEST_EXPIRY_MILLISECONDS + 2 * SKEW_MILLISECONDS,
      }
    },
    judgeAgain: judgeAwsIamAgain,
    reportable: isOfTrustedAccount,
    singleUse: (config) => !config.allowReuse,
    stillTrusts(config, principalName) {
      const caller = readCallerArn(principalName)
      // An ARN does not tell which incarnation of a role it was, so where ids are pinned nobody is trusted by name.
      if (!caller || (config.principalIds ?? []).length > 0) return false
      return config.principals.some((text) => isTrusted(text, caller))
    },
    admit: admitAwsIam,
    manyNames: ':assumed-role/',
    lint: lintAwsIam,
    issuers: issuersOfAwsIam,
    summary: summaryOfAwsIam,
    snippets: awsIamSnippets,
  }
}

function principalOf({ arn, account, userId }: CallerIdentity): Principal {
  const roleArn = roleArnOf(arn)
  return { name: arn.text, claims: { arn: arn.text, account, userId, ...(roleArn ? { roleArn } : {}) } }
}

// The signature covers every other signed value, so these three name the request, however it was written down.
function hashOf(request: SignedRequest): Uint8Array {
  const parts = ['aws_iam', request.accessKeyId, scopeOf(request), request.signature]
  return new Uint8Array(createHash('sha256').update(parts.join('\n')).digest())
}
