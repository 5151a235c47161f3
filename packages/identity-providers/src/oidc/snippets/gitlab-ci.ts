import type { Snippet } from '@bonafide/core'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented, quoted } from '../../snippets/yaml.ts'
import { type Asking, audienceOf } from './asking.ts'

/** A job that asks for its token with `id_tokens`. */
export function gitlabJob(asking: Asking): Snippet {
  const audience = audienceOf(asking)
  return snippet({
    kind: 'gitlab-ci',
    title: 'GitLab CI/CD',
    language: 'yaml',
    fileName: '.gitlab-ci.yml',
    about: 'A job with nothing but bash, curl and jq in its image.',
    lines: [
      'deploy:',
      '  id_tokens:',
      '    BONAFIDE_ID_TOKEN:',
      `      aud: ${quoted(audience)}`,
      '  script:',
      '    - |',
      ...indented(6, [
        'set -euo pipefail',
        ...settings(asking.place),
        'jwt=$BONAFIDE_ID_TOKEN',
        ...tradeByOauth,
        ...readOne,
        './deploy.sh',
      ]),
    ],
    notes: [
      'The bonafide command finds BONAFIDE_ID_TOKEN by itself: bonafide auth --mode gitlab.',
      'GitLab cannot mask what a job learns while it runs: print neither the token nor the secret.',
      ...(/[$%]/.test(audience) ? ['GitLab reads $NAME in an audience as a variable: trust one without a $ or %.'] : []),
    ],
  })
}
