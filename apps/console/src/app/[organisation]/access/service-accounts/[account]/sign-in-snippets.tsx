'use client'

import { Section } from '../../../../../components/page-header.tsx'
import { Snippets } from '../../../../../components/snippets.tsx'
import { useViewer } from '../../../../../frame/viewer.tsx'
import { useAccount } from './account-context.tsx'

/** How a workload becomes this account, with everything filled in. */
export function SignInSnippets() {
  const { id } = useAccount()
  const { server } = useViewer()
  return (
    <Section title="Sign in with this account">
      <Snippets label="Ways to sign in" snippets={snippetsFor(id, server.publicUrl)} />
    </Section>
  )
}

const withCli = (mode: string, id: string, host: string) => `export BONAFIDE_HOST=${host}
bonafide auth --mode ${mode} --service-account-id ${id}
bonafide run -- ./start`

const metadataUrl =
  'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F'

const snippetsFor = (id: string, host: string) => [
  { name: 'AWS', hint: 'On EC2, ECS, Lambda, or wherever AWS credentials are found.', code: withCli('aws-iam', id, host) },
  { name: 'Azure', hint: 'With a managed identity, workload identity or service principal.', code: withCli('azure', id, host) },
  {
    name: 'GitHub Actions',
    hint: 'In a job with permissions: id-token: write.',
    code: `env:
  BONAFIDE_HOST: ${host}
steps:
  - run: bonafide auth --mode github --service-account-id ${id} --github-env
  - run: bonafide run -- ./deploy.sh`,
  },
  {
    name: 'OIDC',
    hint: 'With a token of any other issuer in a file. The modes gitlab, gcp, kubernetes and spiffe find it by themselves.',
    code: withCli('oidc', id, host).replace(`${id}\n`, `${id} --oidc-token-file /path/to/token\n`),
  },
  {
    name: 'phase',
    hint: 'The phase command works with this server as it is.',
    code: `export PHASE_HOST=${host}
phase auth --mode aws-iam --service-account-id ${id}
phase run ./start`,
  },
  {
    name: 'curl',
    hint: 'On an Azure VM with a managed identity; needs jq. AWS requests must be signed, which the commands do for you.',
    code: `JWT=$(curl -sS -H Metadata:true '${metadataUrl}' \\
  | jq -rj .access_token | base64 | tr -d '\\n')
curl -sS '${host}/api/v1/auth/azure' -H 'content-type: application/json' \\
  -d '{"account":{"type":"service","id":"${id}"},"azureEntra":{"jwt":"'"$JWT"'"}}'`,
  },
]
