import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SnippetPlace } from '@bonafide/core'
import type { AwsIamConfig } from '../aws-iam/schema.ts'
import type { AzureEntraConfig } from '../azure-entra/schema.ts'
import { oidcPresets } from '../oidc/presets/index.ts'
import { compiled, exampleAnswers } from '../oidc/presets/testing.ts'
import { type DescribedIdentity, snippetsOf } from '../snippets.ts'

export const place: SnippetPlace = {
  serverUrl: 'https://secrets.example.test',
  serviceAccountId: '0192c5a1-7a3b-7000-8000-000000000001',
}

const aws: AwsIamConfig = {
  principals: ['arn:aws:iam::111122223333:role/web-prod'],
  signatureExpirySeconds: 60,
  stsEndpoint: null,
  allowReuse: false,
  requireServerBinding: true,
}
const azure: AzureEntraConfig = {
  tenantId: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
  resource: 'api://bonafide',
  allowedServicePrincipalIds: ['3d6a4adc-4bc3-43f4-8a5b-2238f5eec649'],
  cloud: 'public',
  allowUserTokens: false,
  singleUse: false,
}

const connection = { ...exampleAnswers['azure-devops'], subject: 'sc://acme/shop/production', projectId: '' }

/** One identity of every platform, as its preset makes it. */
export const identities: Record<string, DescribedIdentity> = {
  aws_iam: { provider: 'aws_iam', config: aws },
  azure_entra: { provider: 'azure_entra', config: azure },
  ...Object.fromEntries(
    oidcPresets.map((preset) => [preset.id, { provider: 'oidc', config: compiled(preset, exampleAnswers[preset.id] ?? {}) }]),
  ),
  'azure-devops-connection': {
    provider: 'oidc',
    config: compiled(oidcPresets.find(({ id }) => id === 'azure-devops') ?? oidcPresets[0] ?? fail(), connection),
  },
}

function fail(): never {
  throw new Error('there is no preset')
}

/** The text of one snippet of one platform. */
export function codeOf(identity: string, kind: string, where: SnippetPlace = place): string {
  const one = identities[identity]
  const found = one && snippetsOf(one, where).find((snippet) => snippet.kind === kind)
  if (!found) throw new Error(`${identity} has no snippet ${kind}`)
  return found.code
}

/** What would do harm if it were anything else than a text. */
export const hostileTexts = [
  '$(touch harm)',
  '`touch harm`',
  "'; touch harm; '",
  '"; touch harm; "',
  '\n touch harm\n',
  '\\',
  "\\'",
  '${{ secrets.TOKEN }}',
  '$(System.AccessToken)',
  '$${HOME}',
  '%{ if true }x%{ endif }',
  '<< pipeline.id >>',
  '" }\nresource "evil" "x" {',
  'a: b # c',
  '- x',
  '*anchor &other !tag |',
  '\u0000\u0007\u001b[31m\u007f\u0085\u2028\u202e',
  '\r\nSCRIPT\r\n',
  '{"a": 1}',
  "it's",
  '',
  'ü 漢字 🦊',
] as const

export const isBashScript = (code: string): boolean => {
  execFileSync('bash', ['--norc', '-n'], { input: code })
  return true
}

/** What runs a script may find, by the name of the variable. */
const surroundings = {
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'right',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://runner.example.test',
  BONAFIDE_ID_TOKEN: 'jwt',
  BITBUCKET_STEP_OIDC_TOKEN: 'jwt',
  TFC_WORKLOAD_IDENTITY_TOKEN: 'jwt',
  SYSTEM_ACCESSTOKEN: 'right',
  SYSTEM_OIDCREQUESTURI: 'https://devops.example.test',
  idToken: 'jwt',
}

const programs = ['curl', 'jq', 'cat', 'bonafide', 'phase', 'az', 'aws', 'gcloud', 'spire-agent', 'buildkite-agent', 'circleci']

export interface Run {
  /** Every program that was called, with its arguments; those of one name in the order of their calls. */
  calls: string[][]
  /** Whether a file `harm` was made. */
  harmed: boolean
  stderr: string
}

/** Runs a script with stand-ins for every program that it calls. */
export function runWithStandIns(code: string, scriptArguments: readonly string[] = []): Run {
  const folder = mkdtempSync(join(tmpdir(), 'snippet-'))
  try {
    const log = join(folder, 'calls')
    writeFileSync(log, '')
    for (const name of [...programs, 'deploy.sh', 'your-program']) {
      const file = join(folder, name)
      // It reads what it is given, or a pipe would break, and notes its call in one piece.
      writeFileSync(file, `#!/bin/bash\n/bin/cat >/dev/null\nprintf '%s\\0' "\${0##*/}" "$@" $'\\n' >>'${log}'\necho answer\n`)
      chmodSync(file, 0o755)
    }
    writeFileSync(join(folder, 'script'), code)
    const env = { PATH: `${folder}:/usr/bin:/bin`, LC_ALL: 'C.UTF-8', ...surroundings }
    const { stderr } = spawnSync('bash', ['--norc', 'script', ...scriptArguments], { cwd: folder, env, input: '', encoding: 'utf8' })
    const words = readFileSync(log, 'utf8').split('\u0000')
    const calls: string[][] = [[]]
    for (const word of words.slice(0, -1)) word === '\n' ? calls.push([]) : calls.at(-1)?.push(word)
    return {
      calls: calls.slice(0, -1).sort(([left = ''], [right = '']) => left.localeCompare(right)),
      harmed: existsSync(join(folder, 'harm')),
      stderr,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
