import type { SetupText } from '@bonafide/core'
import { trustOf } from './aws-cli.ts'
import { json } from './languages.ts'
import { replacing } from './names.ts'
import { files, type SetupPlan } from './plan.ts'
import { policyFor } from './policy.ts'
import { webIdentityAudience } from './trust.ts'

/** What is pasted into the AWS console, for those who make roles there. */
export function consoleTexts(plan: SetupPlan): SetupText[] {
  const { names, trust } = plan
  const byKeys = names.kind === 'aws_access_keys'
  const policy = json(policyFor(names))
  const texts: SetupText[] = [
    {
      target: 'console',
      title: 'Policy',
      explanation: `IAM, Policies, Create policy, JSON: paste it, and name it ${names.policyName}.${byKeys ? ` Then make a user ${names.roleName} with this policy, and for it an access key.` : ''}${replacing(policy)}`,
      fileName: files.policy,
      language: 'json',
      content: policy,
    },
  ]
  if (byKeys) return texts
  const first =
    names.kind === 'aws_web_identity'
      ? `First IAM, Identity providers, Add provider, OpenID Connect, with the URL ${trust.issuer} and the audience ${webIdentityAudience}. Then `
      : ''
  const content = json(trustOf(plan))
  return [
    ...texts,
    {
      target: 'console',
      title: 'Custom trust policy',
      explanation: `${first}IAM, Roles, Create role, Custom trust policy: paste it, add the policy ${names.policyName}, and name the role ${names.roleName}. Keep its ARN.${replacing(content)}`,
      fileName: files.trust,
      language: 'json',
      content,
    },
  ]
}
