import type { Snippet } from '@bonafide/core'
import { connectionInput, pipelineTemplate } from '../../snippets/azure-pipelines.ts'
import { shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented } from '../../snippets/yaml.ts'
import { type Asking, partsOfSubject } from './asking.ts'

const rest = ['echo "##vso[task.setsecret]$jwt"', ...tradeByOauth, 'echo "##vso[task.setsecret]$token"', ...readOne, './deploy.sh'] as const

/** A pipeline of Azure DevOps that logs in by its service connection, or as itself where it is trusted by its name. */
export function azurePipeline(asking: Asking): Snippet {
  const { connection } = partsOfSubject(asking, /^sc:\/\/[^/]+\/[^/]+\/(?<connection>.+)$/s)
  const itself = asking.config.subjects.every((subject) => subject.startsWith('p://'))
  return snippet({
    kind: 'azure-pipelines',
    title: 'Azure Pipelines',
    language: 'yaml',
    fileName: 'azure-pipelines.yml',
    about: itself
      ? 'A pipeline that logs in as itself, without a service connection.'
      : 'A pipeline that logs in with the token of its service connection.',
    lines: [
      'trigger: none',
      'pool:',
      '  vmImage: ubuntu-latest',
      'steps:',
      ...(itself ? byItself(asking) : byConnection(asking, connection)),
    ],
    notes: [
      'The first run asks whether the pipeline may use the service connection; approvals and checks of the connection decide when it may.',
      'The tokens are masked in the log; the secret is not printed.',
    ].slice(itself ? 1 : 0),
  })
}

function byConnection({ place }: Asking, connection: string | undefined): string[] {
  return [
    '  - task: AzureCLI@2',
    '    displayName: Deploy with a secret',
    '    inputs:',
    `      azureSubscription: ${connectionInput(connection)}`,
    '      addSpnToEnvironment: true',
    '      scriptType: bash',
    '      scriptLocation: inlineScript',
    '      inlineScript: |',
    ...indented(8, [
      'set -euo pipefail',
      ...settings(place, {}, pipelineTemplate),
      '# The token of the connection, as addSpnToEnvironment hands it over.',
      'jwt=$idToken',
      ...rest,
    ]),
  ]
}

const byItself = ({ place }: Asking): string[] => [
  '  - bash: |',
  ...indented(6, [
    'set -euo pipefail',
    ...settings(place, {}, pipelineTemplate),
    'jwt=$(printf \'Authorization: Bearer %s\' "$SYSTEM_ACCESSTOKEN" |',
    `  curl -sS --fail-with-body -X POST -H @- -H 'Content-Length: 0' -H 'Content-Type: application/json' "$SYSTEM_OIDCREQUESTURI?api-version=${shellWord('7.1')}" |`,
    '  jq -er .oidcToken)',
    ...rest,
  ]),
  '    displayName: Deploy with a secret',
  '    env:',
  '      SYSTEM_ACCESSTOKEN: $(System.AccessToken)',
]
