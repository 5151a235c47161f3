import { isEntraIssuer } from '../../azure-entra/clouds.ts'
import { parseRule } from '../rules.ts'
import { subjectProblem } from '../subject.ts'
import { httpsIssuer } from './answers.ts'
import { definePreset } from './preset.ts'

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export const generic = definePreset({
  id: 'generic',
  name: 'Another issuer',
  description: 'Any platform that signs JWTs and publishes its keys.',
  icon: 'oidc',
  fields: [
    {
      name: 'issuer',
      label: 'Issuer',
      help: 'What its tokens carry as iss, to the letter; a slash at its end counts.',
      placeholder: 'https://tokens.example.com',
      required: true,
      control: 'text',
      problem: (answer) =>
        isEntraIssuer(answer) ? 'is an issuer of Microsoft Entra: make an Azure identity, which knows its tokens' : httpsIssuer(answer),
    },
    {
      name: 'subject',
      label: 'Subject',
      help: 'What its tokens carry as sub. A * stands for one whole part between : and /.',
      placeholder: 'job:acme/shop:production',
      required: true,
      control: 'text',
      problem: (answer) => (answer === answer.trim() ? subjectProblem(answer) : 'must have no blanks around it'),
    },
    {
      name: 'claims',
      label: 'Further claims',
      help: 'What else must be true, one rule a line: project_id = 123, ref in refs/heads/main, refs/heads/next, environment exists.',
      placeholder: 'project_id = 123',
      required: false,
      control: 'text_area',
      problem(answer) {
        const lines = linesOf(answer)
        if (lines.length === 0) return 'must have a rule on each line, or be empty'
        const problem = lines.map((line) => parseRule(line).problem).find((one) => one !== undefined)
        return problem && `must be rules: one ${problem}`
      },
    },
  ],
  teaches: [
    'Paste a token into the check beside the form: it shows what is in it and what the rules say to it.',
    'Trust numbers and UUIDs where the platform has them; names can change hands.',
    'Ask for tokens with the address of this server as their audience, so that they are good for nothing else.',
    'Where the platform makes a new token for every login, let each token be used once.',
  ],
  draft: (answer) => ({
    issuer: answer('issuer'),
    subjects: [answer('subject')],
    claims: linesOf(answer('claims')),
  }),
})
