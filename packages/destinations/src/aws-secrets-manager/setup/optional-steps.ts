import type { SetupText } from '@bonafide/core'
import { command, shellWord } from './languages.ts'
import { placeholders, replacing } from './names.ts'
import type { SetupPlan } from './plan.ts'

/** A line for each key: bare where every reader of `.env` files agrees about it, else in double quotes, so that nothing is lost on the way. */
export const toDotEnv =
  '.SecretString | fromjson | to_entries[] | "\\(.key)=\\(.value | tostring | if test("\\\\A[A-Za-z0-9_./:@%+,-]*\\\\z") then . else @json end)"'

/** What some want beside: a key of their own, and what is in Secrets Manager already. */
export function optionalTexts({ names }: SetupPlan): SetupText[] {
  const region = `--region ${names.region}`
  const secretId = shellWord(names.secretName ?? placeholders.secretName)
  const texts: Pick<SetupText, 'title' | 'explanation' | 'content'>[] = [
    {
      title: 'Optional: find a key of your own',
      explanation:
        'Secrets Manager encrypts with a key of AWS’s own, alias/aws/secretsmanager, unless it is told another. With a customer managed key you decide who may decrypt, and see in CloudTrail who did. Enter the KeyArn of the one that you choose: the policy then allows its use through Secrets Manager alone.',
      content: command('aws kms list-keys', region),
    },
    {
      title: 'Optional: list the secrets that are there',
      explanation: 'The Name of each is what a sync, and the next command, take.',
      content: command('aws secretsmanager list-secrets', region),
    },
    {
      title: 'Optional: export a secret into a file',
      explanation: 'Writes each key of the secret’s JSON into a line of .env, which only you can read, and shows the names. It needs jq.',
      content: [
        'umask 077',
        `aws secretsmanager get-secret-value --secret-id ${secretId} ${region} \\\n  | jq -r '${toDotEnv}' > .env`,
        'cut -d= -f1 .env | head',
        '',
      ].join('\n'),
    },
    {
      title: 'Optional: import the file, and delete it',
      explanation:
        'Into an environment of your choice; the command says how many secrets it imported. The file is deleted when that went well.',
      content: 'bonafide secrets import .env --env development && rm .env\n',
    },
  ]
  return texts.map((text) => ({
    ...text,
    target: 'aws_cli',
    explanation: text.explanation + replacing(text.content),
    fileName: null,
    language: 'bash',
  }))
}
