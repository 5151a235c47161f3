import type { SetupText } from '@bonafide/core'
import { command, json, shellWord } from './languages.ts'
import { replacing } from './names.ts'
import { files, partitionOf, roleDescription, type SetupPlan } from './plan.ts'
import { policyFor } from './policy.ts'
import { providerArn, trustInIssuer, trustInPrincipal, webIdentityAudience } from './trust.ts'

type Part = Omit<SetupText, 'target'>
type Step = Omit<Part, 'fileName' | 'language'>
const bash = (step: Step): Part => ({ ...step, fileName: null, language: 'bash' })
const file = (fileName: string, step: Step): Part => ({ ...step, fileName, language: 'json' })

/** Commands of the AWS CLI and the files that they read, in the order in which they are run. */
export function awsCliTexts(plan: SetupPlan): SetupText[] {
  const parts = [...policySteps(plan), ...(plan.names.kind === 'aws_access_keys' ? userSteps(plan) : roleSteps(plan))]
  return parts.map((part, index) => ({
    ...part,
    target: 'aws_cli',
    title: `${index + 1}. ${part.title}`,
    explanation: part.explanation + replacing(part.content),
  }))
}

function policySteps({ names }: SetupPlan): Part[] {
  return [
    file(files.policy, {
      title: 'Save the policy',
      explanation: `What the credential may do, and nothing else. Save it as ${files.policy}. A policy that you have already and that allows the same can be used instead.`,
      content: json(policyFor(names)),
    }),
    bash({
      title: 'Create the policy',
      explanation:
        'Run it in the folder of the file, by the AWS CLI or in AWS CloudShell (the terminal icon of the AWS console, where nothing has to be installed). The name is yours to choose. Keep the policy’s ARN, which it answers.',
      content: command(
        'aws iam create-policy',
        `--policy-name ${shellWord(names.policyName)}`,
        `--policy-document file://${files.policy}`,
        ...regional(names),
      ),
    }),
  ]
}

function roleSteps(plan: SetupPlan): Part[] {
  const { names } = plan
  const role = shellWord(names.roleName)
  return [
    ...issuerSteps(plan),
    file(files.trust, {
      title: 'Save the trust policy',
      explanation: `Who may assume the role. Save it as ${files.trust}. In the AWS console, choose Custom trust policy as the trusted entity and paste the same.${foreign(plan)}`,
      content: json(trustOf(plan)),
    }),
    bash({
      title: 'Create the role',
      explanation: 'The name is yours to choose. Keep the role’s ARN, which it answers: it is what you enter here.',
      content: command(
        'aws iam create-role',
        `--role-name ${role}`,
        `--assume-role-policy-document file://${files.trust}`,
        `--description ${shellWord(roleDescription)}`,
        ...regional(names),
      ),
    }),
    bash({
      title: 'Attach the policy to the role',
      explanation: 'With the ARN of the policy of the second step.',
      content: command('aws iam attach-role-policy', `--role-name ${role}`, `--policy-arn ${policyArn(plan)}`, ...regional(names)),
    }),
  ]
}

function issuerSteps({ names, trust }: SetupPlan): Part[] {
  if (names.kind !== 'aws_web_identity') return []
  return [
    bash({
      title: 'Trust this server as an issuer',
      explanation:
        'Once for each AWS account: it fetches the keys of this server from the Internet. When AWS answers EntityAlreadyExists, the account trusts it already.',
      content: command(
        'aws iam create-open-id-connect-provider',
        `--url ${shellWord(trust.issuer)}`,
        `--client-id-list ${webIdentityAudience}`,
        ...regional(names),
      ),
    }),
  ]
}

function userSteps(plan: SetupPlan): Part[] {
  const { names } = plan
  const user = shellWord(names.roleName)
  return [
    bash({
      title: 'Create the user',
      explanation: 'A user for this alone, who signs in nowhere else. The name is yours to choose.',
      content: command('aws iam create-user', `--user-name ${user}`, ...regional(names)),
    }),
    bash({
      title: 'Attach the policy to the user',
      explanation: 'With the ARN of the policy of the second step.',
      content: command('aws iam attach-user-policy', `--user-name ${user}`, `--policy-arn ${policyArn(plan)}`, ...regional(names)),
    }),
    bash({
      title: 'Create the access key',
      explanation:
        'Note the AccessKeyId and SecretAccessKey that it answers, enter them here, and keep them nowhere else: the second is shown once.',
      content: command('aws iam create-access-key', `--user-name ${user}`, ...regional(names)),
    }),
  ]
}

/** Partitions share nothing: what looks right would never work. */
function foreign({ names, principal }: SetupPlan): string {
  const [, partition] = principal.split(':')
  if (names.kind !== 'aws_assume_role' || partition === undefined || partition === partitionOf(names)) return ''
  return ` This server runs as ${principal}, which is of another partition than ${names.region}: AWS will not let it assume the role. Use another kind of credential.`
}

/** Who may assume the role, as a document that needs nothing around it. */
export const trustOf = ({ names, trust, principal }: SetupPlan) =>
  names.kind === 'aws_web_identity' ? trustInIssuer(providerArn(names, trust.issuer), trust) : trustInPrincipal(principal, names)

/** As AWS will have named it; where the account is not known, whoever runs the command is asked. */
function policyArn({ names }: SetupPlan): string {
  const [before, after] = [`arn:${partitionOf(names)}:iam::`, `:policy/${names.policyName}`]
  if (names.account !== null) return shellWord(before + names.account + after)
  const account = ['aws sts get-caller-identity --query Account --output text', ...regional(names)].join(' ')
  return `${before}"$(${account})"${shellWord(after)}`
}

/** IAM is one for a whole partition; the region says which, where it is not the usual one. */
const regional = (names: SetupPlan['names']): string[] => (partitionOf(names) === 'aws' ? [] : [`--region ${names.region}`])
