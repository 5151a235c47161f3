import type { ProviderId } from '@bonafide/core'
import { type OidcPlace, oidcSnippets } from './oidc-snippets.ts'
import { shellWord } from './shell-word.ts'

/** How a workload logs in, ready to be copied. */
export interface Snippet {
  id: string
  title: string
  /** When to take this one. */
  about: string
  code: string
}

export interface Place {
  /** Address of this server. */
  host: string
  serviceAccountId: string
  /** Azure: what a token is asked for. */
  resource?: string
  /** OIDC: whose tokens these are. */
  oidc?: OidcPlace
}

const defaultResource = 'https://management.azure.com/'

export function snippetsOf(provider: ProviderId, place: Place): Snippet[] {
  if (provider === 'oidc') return oidcSnippets(place)
  return provider === 'aws_iam' ? [...commandLines('aws-iam', place), tokenByCurl(place), awsWhoAmI] : azureSnippets(place)
}

function commandLines(mode: string, { host, serviceAccountId, resource }: Place): Snippet[] {
  const asked = resource === undefined || resource === defaultResource ? '' : ` --azure-resource ${shellWord(resource)}`
  const flags = `--mode ${mode} --service-account-id ${shellWord(serviceAccountId)}${asked}`
  return [
    {
      id: 'bonafide',
      title: 'Bonafide CLI',
      about: 'Run this where the workload lives. It logs in, then starts the program with its secrets.',
      code: `export BONAFIDE_HOST=${shellWord(host)}\nbonafide auth ${flags}\nbonafide run -- ./your-program`,
    },
    {
      id: 'phase',
      title: 'Phase CLI',
      about: 'The command line that you may have already works as it is.',
      code: `export PHASE_HOST=${shellWord(host)}\nphase auth ${flags}\nphase run ./your-program`,
    },
  ]
}

const tokenByCurl = ({ host, serviceAccountId }: Place): Snippet => ({
  id: 'curl',
  title: 'curl',
  about: 'For a workload that speaks HTTP itself: the command line signs, curl reads the secrets of an app.',
  code: [
    `export BONAFIDE_HOST=${shellWord(host)}`,
    `bearer=$(bonafide auth --mode aws-iam --service-account-id ${shellWord(serviceAccountId)} --no-store |`,
    '  jq -r .authentication.bearerToken)',
    'curl -sS "$BONAFIDE_HOST/service/public/v1/secrets/?app_id=$APP_ID&env=production" \\',
    '  -H "Authorization: Bearer $bearer"',
  ].join('\n'),
})

const awsWhoAmI: Snippet = {
  id: 'aws',
  title: 'AWS CLI',
  about: 'Shows who AWS says the workload is; this is what the trusted principals are compared with.',
  code: 'aws sts get-caller-identity',
}

function azureSnippets(place: Place): Snippet[] {
  const { host, serviceAccountId, resource = defaultResource } = place
  const address = `http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${encodeURIComponent(resource)}`
  const send = [
    `jq -n --arg jwt "$jwt" --arg id ${shellWord(serviceAccountId)} \\`,
    '  \'{account: {type: "service", id: $id}, azureEntra: {jwt: ($jwt | @base64)}}\' |',
    `  curl -sS ${shellWord(`${host}/api/v1/auth/azure`)} -H 'Content-Type: application/json' --data @-`,
  ]
  return [
    ...commandLines('azure', place),
    {
      id: 'curl',
      title: 'curl',
      about: 'On a virtual machine with a managed identity, with nothing but curl and jq.',
      code: [`jwt=$(curl -sf -H Metadata:true ${shellWord(address)} | jq -j .access_token)`, ...send].join('\n'),
    },
    {
      id: 'az',
      title: 'Azure CLI',
      about: 'With the login of az, a service principal’s for example.',
      code: [`jwt=$(az account get-access-token --resource ${shellWord(resource)} --query accessToken -o tsv | tr -d '\\n')`, ...send].join(
        '\n',
      ),
    },
  ]
}
