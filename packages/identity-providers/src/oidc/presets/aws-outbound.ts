import { awsIamFits } from '../which-aws.ts'
import { shaped } from './answers.ts'
import { definePreset } from './preset.ts'

// Paths of roles are part of the ARN; no part of them is empty or made of dots alone.
const roleArn = /^arn:aws(-[a-z-]{1,20})?:iam::\d{12}:role(\/(?!\.{1,2}(\/|$))[\w+=,.@-]{1,128})+$/

export const awsOutbound = definePreset({
  id: 'aws-outbound',
  name: 'AWS, by a token of its own',
  description: 'A role of an AWS account that has outbound identity federation switched on.',
  icon: 'aws',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer of the account',
      help: 'Each account has its own: aws iam get-outbound-web-identity-federation-info',
      placeholder: 'https://0192c5a1-7a3b-4000-8000-000000000001.tokens.sts.global.api.aws',
      required: true,
      control: 'text',
      problem: shaped(
        /^https:\/\/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.tokens\.sts\.global\.api\.aws$/,
        'must be the issuer of one account: https://… .tokens.sts.global.api.aws',
      ),
    },
    {
      name: 'role',
      label: 'ARN of the role',
      help: 'That of the role itself, with its path, not of a session.',
      placeholder: 'arn:aws:iam::111122223333:role/shop',
      required: true,
      control: 'text',
      problem: (answer) =>
        answer.length > 240 || !roleArn.test(answer) ? 'must be the ARN of one role: arn:aws:iam::111122223333:role/shop' : undefined,
    },
  ],
  teaches: [
    awsIamFits,
    'The issuer belongs to one account: a role of the same name elsewhere has another issuer.',
    'A role that is deleted and made again has the same ARN and is trusted again.',
    'The policy of the role decides who may ask for tokens: sts:GetWebIdentityToken, best with sts:IdentityTokenAudience as a condition.',
    'STS answers this call at its regional addresses alone.',
  ],
  draft: (answer) => ({
    issuer: answer('issuer'),
    subjects: [answer('role')],
    algorithms: ['RS256', 'ES384'],
    singleUse: 'jti',
  }),
})
