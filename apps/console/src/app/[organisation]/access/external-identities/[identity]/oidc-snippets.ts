import { shellWord } from './shell-word.ts'
import type { Place, Snippet } from './snippets.ts'

/** What of an identity tells how its workloads come by their tokens. */
export interface OidcPlace {
  issuer: string
  audiences: readonly string[]
  subjects: readonly string[]
}

const tokenFile = '/path/to/token'

/** How a workload logs in with a token of its issuer: by the mode of its platform, or with the token in a file. */
export function oidcSnippets(place: Place): Snippet[] {
  const { host, serviceAccountId, oidc } = place
  const mode = oidc ? modeOf(oidc) : 'oidc'
  const [audience] = oidc?.audiences ?? []
  // Without the flag the command asks for the address of the server.
  const asked = audience === undefined || audience === host || mode === 'oidc' ? '' : ` --oidc-audience ${shellWord(audience)}`
  const from = mode === 'oidc' ? ` --oidc-token-file ${tokenFile}` : ''
  const flags = `--mode ${mode} --service-account-id ${shellWord(serviceAccountId)}${asked}${from}`
  return [
    ...(mode === 'github' ? [githubSteps(place, flags)] : []),
    {
      id: 'bonafide',
      title: 'Bonafide CLI',
      about: `${abouts[mode]} It logs in, then starts the program with its secrets.`,
      code: `export BONAFIDE_HOST=${shellWord(host)}\nbonafide auth ${flags}\nbonafide run -- ./your-program`,
    },
    {
      id: 'curl',
      title: 'curl',
      about: 'With a token in a file, and nothing but curl and jq.',
      code: [
        `jq -Rsj 'gsub("\\\\s"; "") | @base64' ${tokenFile} |`,
        `  jq -Rs --arg id ${shellWord(serviceAccountId)} '{account: {type: "service", id: $id}, oidc: {jwt: .}}' |`,
        `  curl -sS ${shellWord(`${host}/api/v1/auth/oidc`)} -H 'Content-Type: application/json' --data @-`,
      ].join('\n'),
    },
  ]
}

const abouts = {
  github: 'In a job that may write id-token.',
  gitlab: 'In a job whose id_tokens give it BONAFIDE_ID_TOKEN, with this server as aud.',
  gcp: 'On Google Cloud, with the service account of the machine.',
  kubernetes: 'In a pod with a projected service account token for this server.',
  spiffe: 'Where a SPIFFE agent answers, or its helper has written a token.',
  oidc: 'With the token in a file; --oidc-token-env takes it from a variable instead.',
}

function modeOf({ issuer, subjects }: OidcPlace): keyof typeof abouts {
  if (subjects.length > 0 && subjects.every((subject) => subject.startsWith('spiffe://'))) return 'spiffe'
  if (subjects.length > 0 && subjects.every((subject) => subject.startsWith('system:serviceaccount:'))) return 'kubernetes'
  if (subjects.length > 0 && subjects.every((subject) => subject.startsWith('project_path:'))) return 'gitlab'
  const { host } = new URL(issuer)
  if (host === 'token.actions.githubusercontent.com') return 'github'
  return host === 'accounts.google.com' ? 'gcp' : 'oidc'
}

const githubSteps = ({ host }: Place, flags: string): Snippet => ({
  id: 'github',
  title: 'GitHub Actions',
  about: 'A job of a workflow. GitHub gives it a token as soon as it may write id-token.',
  code: [
    'permissions:',
    '  id-token: write',
    '  contents: read',
    'env:',
    `  BONAFIDE_HOST: ${host}`,
    'steps:',
    `  - run: bonafide auth ${flags} --github-env`,
    '  - run: bonafide run -- ./deploy.sh',
  ].join('\n'),
})
