import type { Snippet, SnippetPlace } from '@bonafide/core'
import { connectionInput, pipelineTemplate } from '../../snippets/azure-pipelines.ts'
import { scriptHead } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readAll, readOne, scriptNote, settings, tradeByOauth, tradeByRoute } from '../../snippets/trade.ts'
import { indented } from '../../snippets/yaml.ts'

const metadata = 'http://169.254.169.254/metadata/identity/oauth2/token'
const byAz = 'jwt=$(az account get-access-token --resource "$resource" --query accessToken --output tsv)'

export interface AzurePlace extends SnippetPlace {
  resource: string
}

/** On a machine with a managed identity. */
export const metadataScript = ({ resource, ...place }: AzurePlace): Snippet =>
  snippet({
    kind: 'curl',
    title: 'curl',
    language: 'shell',
    fileName: 'read-secrets.sh',
    about: 'On a virtual machine with a managed identity, with nothing but curl and jq.',
    lines: [
      ...scriptHead,
      ...settings(place, { resource }),
      `jwt=$(curl -sS --fail-with-body -G -H Metadata:true ${metadata} \\`,
      '  --data-urlencode api-version=2018-02-01 --data-urlencode "resource=$resource" | jq -er .access_token)',
      ...tradeByRoute('azure', 'azureEntra'),
      ...readAll,
    ],
    notes: [scriptNote, 'A machine with several identities adds --data-urlencode client_id= with the client id of one.'],
  })

/** With whatever az is logged in as. */
export const azScript = ({ resource, ...place }: AzurePlace): Snippet =>
  snippet({
    kind: 'az',
    title: 'Azure CLI',
    language: 'shell',
    fileName: 'read-secrets-with-az.sh',
    about: 'With the login of az, a service principal’s for example.',
    lines: [...scriptHead, ...settings(place, { resource }), byAz, ...tradeByRoute('azure', 'azureEntra'), ...readAll],
    notes: [scriptNote, 'The login of a person is accepted only where the identity allows tokens of people.'],
  })

/** In a pipeline whose service connection stands for a service principal that is trusted. */
export const azureEntraPipeline = ({ resource, ...place }: AzurePlace): Snippet =>
  snippet({
    kind: 'azure-pipelines',
    title: 'Azure Pipelines',
    language: 'yaml',
    fileName: 'azure-pipelines.yml',
    about: 'A pipeline whose service connection stands for one of the trusted service principals.',
    lines: [
      'trigger: none',
      'pool:',
      '  vmImage: ubuntu-latest',
      'steps:',
      '  - task: AzureCLI@2',
      '    displayName: Deploy with a secret',
      '    inputs:',
      `      azureSubscription: ${connectionInput(undefined)}`,
      '      scriptType: bash',
      '      scriptLocation: inlineScript',
      '      inlineScript: |',
      ...indented(8, [
        'set -euo pipefail',
        ...settings(place, { resource }, pipelineTemplate),
        byAz,
        'echo "##vso[task.setsecret]$jwt"',
        ...tradeByOauth,
        'echo "##vso[task.setsecret]$token"',
        ...readOne,
        './deploy.sh',
      ]),
    ],
    notes: ['The tokens are masked in the log; the secret is not printed.'],
  })

/** The flag for a resource that the command would not ask for by itself. */
export const resourceFlags = (resource: string): string[] =>
  resource === 'https://management.azure.com/' ? [] : ['--azure-resource', resource]
