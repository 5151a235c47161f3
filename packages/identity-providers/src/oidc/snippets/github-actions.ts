import type { Snippet } from '@bonafide/core'
import { authFlags } from '../../snippets/command-line.ts'
import { shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented, quoted, yamlText } from '../../snippets/yaml.ts'
import { type Asking, audienceOf, partsOfSubject } from './asking.ts'

// GitHub puts ${{ }} into a script before a shell reads it, so no $ of ours may stand before a brace.
const template = '$'

const subject = /^repo:[^:]+:(?:ref:refs\/heads\/(?<branch>.+)|ref:refs\/tags\/(?<tag>.+)|environment:(?<environment>.+))$/s

/** A workflow that needs nothing but what GitHub's runners have. */
export const githubWorkflow = (asking: Asking): Snippet =>
  snippet({
    kind: 'github-actions',
    title: 'GitHub Actions',
    language: 'yaml',
    fileName: '.github/workflows/deploy.yml',
    about: 'A whole workflow, with nothing to install: it asks GitHub for a token, trades it, and reads one secret.',
    lines: [
      ...head(asking),
      '      - name: Deploy with a secret',
      '        run: |',
      ...indented(10, [
        'set -euo pipefail',
        ...settings(asking.place, { audience: audienceOf(asking) }, template),
        'jwt=$(printf \'Authorization: Bearer %s\' "$ACTIONS_ID_TOKEN_REQUEST_TOKEN" |',
        '  curl -sS --fail-with-body -G -H @- "$ACTIONS_ID_TOKEN_REQUEST_URL" --data-urlencode "audience=$audience" | jq -er .value)',
        'echo "::add-mask::$jwt"',
        ...tradeByOauth,
        'echo "::add-mask::$token"',
        ...readOne,
        'while IFS= read -r line; do if [ -n "$line" ]; then echo "::add-mask::$line"; fi; done <<<"$SECRET_NAME"',
        './deploy.sh',
      ]),
    ],
    notes,
  })

/** The same with the command line, which reads every secret and renews its token. */
export const githubWorkflowWithCli = (asking: Asking): Snippet => {
  const audience = audienceOf(asking)
  const more = audience === asking.place.serverUrl ? [] : ['--oidc-audience', audience]
  const words = authFlags('github', asking.place, [...more, '--github-env']).map((word) => shellWord(word, template))
  return snippet({
    kind: 'github-actions-cli',
    title: 'GitHub Actions with the CLI',
    language: 'yaml',
    fileName: '.github/workflows/deploy.yml',
    about: 'For runners that have the bonafide command.',
    lines: [
      ...head(asking),
      '      - name: Log in',
      '        run: |',
      ...indented(10, [`export BONAFIDE_HOST=${shellWord(asking.place.serverUrl, template)}`, `bonafide ${words.join(' ')}`]),
      '      - name: Deploy with the secrets',
      '        run: bonafide run --app APP_NAME --env ENVIRONMENT -- ./deploy.sh',
    ],
    notes,
  })
}

const notes = ['A pull request from a fork never gets a token of GitHub.', 'The tokens and the secret are masked in the log.'] as const

function head(asking: Asking): string[] {
  const { branch, tag, environment } = partsOfSubject(asking, subject)
  return [
    'name: Deploy',
    ...triggerFor(branch, tag),
    'permissions:',
    '  id-token: write',
    '  contents: read',
    'jobs:',
    '  deploy:',
    '    runs-on: ubuntu-latest',
    ...(environment === undefined ? [] : [`    environment: ${expressionFree(environment)}`]),
    '    steps:',
    '      - uses: actions/checkout@v6',
  ]
}

function triggerFor(branch: string | undefined, tag: string | undefined): string[] {
  const name = branch ?? tag
  // What is not plain would be a pattern of GitHub's.
  if (name === undefined || !/^[\w./-]+$/.test(name)) return ['on: workflow_dispatch']
  return ['on:', '  push:', `    ${branch === undefined ? 'tags' : 'branches'}:`, `      - ${quoted(name)}`]
}

// An expression that is its own text: what looks like another one inside stays text.
const expressionFree = (text: string): string => (text.includes('${{') ? quoted(text.replaceAll('${{', "${{ '${{' }}")) : yamlText(text))
