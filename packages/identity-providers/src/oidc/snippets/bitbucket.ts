import type { Snippet } from '@bonafide/core'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented, quoted } from '../../snippets/yaml.ts'
import { type Asking, audienceOf } from './asking.ts'

export const bitbucketStep = (asking: Asking): Snippet =>
  snippet({
    kind: 'bitbucket',
    title: 'Bitbucket Pipelines',
    language: 'yaml',
    fileName: 'bitbucket-pipelines.yml',
    about: 'A step that asks Bitbucket for a token made for this server.',
    lines: [
      'pipelines:',
      '  default:',
      '    - step:',
      '        name: Deploy with a secret',
      '        oidc:',
      '          audiences:',
      `            - ${quoted(audienceOf(asking))}`,
      '        script:',
      '          - |',
      ...indented(12, [
        'set -euo pipefail',
        ...settings(asking.place),
        'jwt=$BITBUCKET_STEP_OIDC_TOKEN',
        ...tradeByOauth,
        ...readOne,
        './deploy.sh',
      ]),
    ],
    notes: [
      'A step with deployment: carries the UUID of its environment, which the identity can ask for.',
      'Bitbucket cannot mask what a step learns while it runs: print neither the token nor the secret.',
    ],
  })
