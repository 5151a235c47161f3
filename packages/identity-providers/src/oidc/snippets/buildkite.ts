import type { Snippet } from '@bonafide/core'
import { shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented } from '../../snippets/yaml.ts'
import { type Asking, audienceOf } from './asking.ts'

export const buildkiteStep = (asking: Asking): Snippet =>
  snippet({
    kind: 'buildkite',
    title: 'Buildkite',
    language: 'yaml',
    fileName: '.buildkite/pipeline.yml',
    about: 'A step that asks its agent for a token made for this server.',
    lines: ['steps:', '  - label: Deploy with a secret', '    key: deploy', '    command: |', ...indented(6, script(asking))],
    notes: [
      'Every $ stands twice, because the upload of a pipeline reads $NAME as a variable; in the web editor of Buildkite it does so too.',
      'The redactor keeps the token out of the log; it needs an agent of version 3.67 or newer.',
    ],
  })

const script = (asking: Asking): string[] =>
  [
    'set -euo pipefail',
    ...settings(asking.place),
    `jwt=$(buildkite-agent oidc request-token --audience ${shellWord(audienceOf(asking))} --lifetime 300 --claim organization_id --claim pipeline_id)`,
    ...tradeByOauth,
    'printf %s "$token" | buildkite-agent redactor add',
    ...readOne,
    'printf %s "$SECRET_NAME" | buildkite-agent redactor add',
    './deploy.sh',
  ].map((line) => line.replaceAll('$', '$$$$'))
