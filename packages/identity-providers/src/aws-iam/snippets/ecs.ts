import type { Snippet, SnippetPlace } from '@bonafide/core'
import { authFlags } from '../../snippets/command-line.ts'
import { shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readTrustedPrincipal } from '../arn.ts'

/** A task that is the trusted role, and becomes the account before its program starts. */
export function ecsTask(principals: readonly string[], place: SnippetPlace, region: string | undefined): Snippet {
  const login = ['bonafide', ...authFlags('aws-iam', place)].map((word) => shellWord(word)).join(' ')
  const definition = {
    family: 'app',
    taskRoleArn: roleIn(principals) ?? 'arn:aws:iam::AWS_ACCOUNT_NUMBER:role/TASK_ROLE_NAME',
    containerDefinitions: [
      {
        name: 'app',
        image: 'IMAGE',
        essential: true,
        memory: 512,
        environment: [
          { name: 'BONAFIDE_HOST', value: place.serverUrl },
          ...(region === undefined ? [] : [{ name: 'AWS_REGION', value: region }]),
        ],
        entryPoint: ['sh', '-c'],
        command: [`${login} && exec bonafide run --app APP_NAME --env ENVIRONMENT -- ./your-program`],
      },
    ],
  }
  return snippet({
    kind: 'ecs',
    title: 'ECS',
    language: 'json',
    fileName: 'task-definition.json',
    about: 'A task definition whose task role is trusted: aws ecs register-task-definition --cli-input-json file://task-definition.json',
    lines: [JSON.stringify(definition, null, 2)],
    notes: ['The task role counts, not the execution role. On Fargate, add cpu, memory, networkMode and executionRoleArn of the task.'],
  })
}

/** A role that is named whole; one with a wildcard, or a session, is no role to give a task. */
function roleIn(principals: readonly string[]): string | undefined {
  return principals.find((arn) => !arn.includes('*') && readTrustedPrincipal(arn).principal?.kind === 'role')
}
