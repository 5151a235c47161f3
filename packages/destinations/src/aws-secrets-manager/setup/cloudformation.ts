import type { SetupText } from '@bonafide/core'
import { command, yaml } from './languages.ts'
import { replacing } from './names.ts'
import { files, roleDescription, type SetupPlan } from './plan.ts'
import { policyFor } from './policy.ts'
import { trustInIssuer, trustInPrincipal, webIdentityAudience } from './trust.ts'

const stackName = 'bonafide-secrets-sync'

/** The same as a stack: made, changed and deleted as one. */
export function cloudFormationTexts(plan: SetupPlan): SetupText[] {
  const { kind, region } = plan.names
  const content = yaml({
    AWSTemplateFormatVersion: '2010-09-09',
    Description: roleDescription,
    Resources: { Policy: policy(plan), ...(kind === 'aws_access_keys' ? user(plan) : role(plan)) },
    Outputs:
      kind === 'aws_access_keys'
        ? { UserName: { Value: { Ref: 'User' } } }
        : { RoleArn: { Description: 'What you enter in Bonafide', Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  })
  const keysAreMade =
    kind === 'aws_access_keys'
      ? ' Make the access key afterwards, by the last command of the AWS CLI: a stack would show the secret to all who may read it.'
      : ''
  return [
    {
      target: 'cloudformation',
      title: 'Template',
      explanation: `Save it as ${files.template}.${alreadyTrusted(plan)}${keysAreMade}${replacing(content)}`,
      fileName: files.template,
      language: 'yaml',
      content,
    },
    {
      target: 'cloudformation',
      title: 'Deploy it',
      explanation: 'Makes everything, or changes what is there, and shows what it made.',
      fileName: null,
      language: 'bash',
      content:
        command(
          'aws cloudformation deploy',
          `--stack-name ${stackName}`,
          `--template-file ${files.template}`,
          '--capabilities CAPABILITY_NAMED_IAM',
          `--region ${region}`,
        ) + command('aws cloudformation describe-stacks', `--stack-name ${stackName}`, "--query 'Stacks[0].Outputs'", `--region ${region}`),
    },
  ]
}

const policy = ({ names }: SetupPlan) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: { ManagedPolicyName: names.policyName, PolicyDocument: policyFor(names) },
})

const user = ({ names }: SetupPlan) => ({
  User: { Type: 'AWS::IAM::User', Properties: { UserName: names.roleName, ManagedPolicyArns: [{ Ref: 'Policy' }] } },
})

function role({ names, trust, principal }: SetupPlan) {
  const byToken = names.kind === 'aws_web_identity'
  return {
    ...(byToken && {
      Issuer: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: trust.issuer, ClientIdList: [webIdentityAudience] } },
    }),
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: names.roleName,
        Description: roleDescription,
        // The reference of an issuer is its ARN.
        AssumeRolePolicyDocument: byToken ? trustInIssuer({ Ref: 'Issuer' }, trust) : trustInPrincipal(principal, names),
        ManagedPolicyArns: [{ Ref: 'Policy' }],
      },
    },
  }
}

/** An account has one provider for each issuer. */
export const alreadyTrusted = ({ names }: SetupPlan): string =>
  names.kind === 'aws_web_identity'
    ? ' Where the account trusts this server already, leave the provider out and write its ARN in its place.'
    : ''
