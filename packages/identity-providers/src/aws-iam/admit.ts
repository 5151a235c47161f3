import type { Admission } from '@bonafide/core'
import { readCallerArn, roleArnOf } from './arn.ts'
import { describePrincipal } from './config.ts'
import { isTrusted } from './judge.ts'
import { type AwsIamConfig, awsIamConfigSchema } from './schema.ts'

/**
 * The changes that let a caller in, the recommended one first. A session is admitted by its role: every instance of a fleet has a session name
 * of its own, so the ARN of one would stop working with the machine. No wildcard is ever proposed. Where unique ids are pinned an ARN alone
 * admits nobody, and the ARN does not tell the id, so nothing is proposed.
 */
export function admitAwsIam(config: AwsIamConfig | null, principalName: string): Admission<AwsIamConfig>[] {
  const caller = readCallerArn(principalName)
  if (!caller || (config?.principalIds ?? []).length > 0) return []
  if (config?.principals.some((text) => isTrusted(text, caller))) return []
  const role = roleArnOf(caller)
  if (!role) return admission(config, caller.text, `Trusts ${describePrincipal(caller.text)}, and nobody else.`)
  return [
    ...admission(
      config,
      role,
      `Trusts every session of ${describePrincipal(role)}: each machine or job that takes the role names its session itself. Other roles and other accounts stay refused.`,
    ),
    ...admission(
      config,
      caller.text,
      `Trusts only the ${describePrincipal(caller.text)}. It ends with the machine or job that the session belongs to.`,
    ),
  ]
}

function admission(config: AwsIamConfig | null, principal: string, explanation: string): Admission<AwsIamConfig>[] {
  // What the schema refuses, such as one principal too many, cannot be proposed either.
  const wanted = awsIamConfigSchema.safeParse({ ...config, principals: [...(config?.principals ?? []), principal] })
  return wanted.success ? [{ config: wanted.data, additions: [principal], explanation }] : []
}
