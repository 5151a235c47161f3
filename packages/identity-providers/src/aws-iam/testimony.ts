import type { Step, Testimony } from '@bonafide/core'
import * as z from 'zod'
import { readCallerArn, readTrustedPrincipal } from './arn.ts'
import type { CallerIdentity } from './caller-identity.ts'
import { bindings, judge, type RequestFacts } from './judge.ts'
import type { AwsIamConfig } from './schema.ts'

const schema = z.object({
  arn: z.string(),
  account: z.string(),
  userId: z.string(),
  signedAt: z.number(),
  receivedAt: z.number(),
  host: z.string(),
  partition: z.string(),
  binding: z.enum(bindings),
})

/** Whom STS named, and when and where the request was signed: neither the signature nor a key. */
export function testimonyOf({ signedAt, receivedAt, host, partition, binding }: RequestFacts, caller: CallerIdentity): Testimony {
  const { arn, account, userId } = caller
  return { arn: arn.text, account, userId, signedAt, receivedAt, host, partition, binding } satisfies z.infer<typeof schema>
}

function readTestimony(testimony: Testimony): { facts: RequestFacts; caller: CallerIdentity } | undefined {
  const read = schema.safeParse(testimony)
  const arn = read.success && readCallerArn(read.data.arn)
  if (!arn) return undefined
  const { account, userId, ...facts } = read.data
  return { facts, caller: { arn, account, userId } }
}

/** The signature stays valid whatever an identity asks for: STS, and none of our keys, has judged it. */
export function judgeAwsIamAgain(config: AwsIamConfig, testimony: Testimony): Step[] | null {
  const read = readTestimony(testimony)
  return read ? judge(config, read.facts, { caller: read.caller }) : null
}

/** Whether a caller belongs to one of the accounts that the identity trusts somebody of. */
export function isOfTrustedAccount({ principals }: AwsIamConfig, testimony: Testimony): boolean {
  const caller = readTestimony(testimony)?.caller.arn
  return principals.some((text) => {
    const { principal } = readTrustedPrincipal(text)
    return principal !== undefined && principal.partition === caller?.partition && principal.account === caller.account
  })
}
