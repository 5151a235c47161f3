import type { SetupText } from '@bonafide/core'
import { alreadyTrusted } from './cloudformation.ts'
import { HclExpression, hcl } from './languages.ts'
import { replacing } from './names.ts'
import { files, roleDescription, type SetupPlan } from './plan.ts'
import { policyFor } from './policy.ts'
import { trustInIssuer, trustInPrincipal, webIdentityAudience } from './trust.ts'

/** The same for Terraform and OpenTofu, beside a provider that is set up already. */
export function terraformTexts(plan: SetupPlan): SetupText[] {
  const { names } = plan
  const content = [
    block('resource "aws_iam_policy" "bonafide"', { name: names.policyName, policy: encoded(policyFor(names)) }),
    ...(names.kind === 'aws_access_keys' ? user(plan) : role(plan)),
  ].join('\n')
  const keysAreMade =
    names.kind === 'aws_access_keys'
      ? ' Make the access key by the last command of the AWS CLI: Terraform would keep the secret in its state.'
      : ''
  return [
    {
      target: 'terraform',
      title: 'Configuration',
      explanation: `Add it to a configuration whose aws provider is set up for this account.${alreadyTrusted(plan)}${keysAreMade}${replacing(content)}`,
      fileName: files.terraform,
      language: 'hcl',
      content,
    },
  ]
}

const reference = (code: string) => new HclExpression(code)

function user({ names }: SetupPlan): string[] {
  return [
    block('resource "aws_iam_user" "bonafide"', { name: names.roleName }),
    block('resource "aws_iam_user_policy_attachment" "bonafide"', {
      user: reference('aws_iam_user.bonafide.name'),
      policy_arn: reference('aws_iam_policy.bonafide.arn'),
    }),
  ]
}

function role({ names, trust, principal }: SetupPlan): string[] {
  const byToken = names.kind === 'aws_web_identity'
  const issuer = { url: trust.issuer, client_id_list: [webIdentityAudience] }
  const trustPolicy = byToken
    ? trustInIssuer(reference('aws_iam_openid_connect_provider.bonafide.arn'), trust)
    : trustInPrincipal(principal, names)
  return [
    ...(byToken ? [block('resource "aws_iam_openid_connect_provider" "bonafide"', issuer)] : []),
    block('resource "aws_iam_role" "bonafide"', {
      name: names.roleName,
      description: roleDescription,
      assume_role_policy: encoded(trustPolicy),
    }),
    block('resource "aws_iam_role_policy_attachment" "bonafide"', {
      role: reference('aws_iam_role.bonafide.name'),
      policy_arn: reference('aws_iam_policy.bonafide.arn'),
    }),
    block('output "bonafide_role_arn"', { value: reference('aws_iam_role.bonafide.arn') }),
  ]
}

const encoded = (document: unknown) => reference(`jsonencode(${hcl(document)})`)

/** A block with its attributes aligned as `terraform fmt` aligns them. */
function block(head: string, attributes: Record<string, unknown>): string {
  const width = Math.max(...Object.keys(attributes).map((name) => name.length))
  const lines = Object.entries(attributes).map(([name, value]) => `  ${name.padEnd(width)} = ${hcl(value)}\n`)
  return `${head} {\n${lines.join('')}}\n`
}
