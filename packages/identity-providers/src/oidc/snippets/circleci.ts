import type { Snippet } from '@bonafide/core'
import { shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented } from '../../snippets/yaml.ts'
import { type Asking, audienceOf } from './asking.ts'

// CircleCI puts << >> in before a shell reads a command, and takes \<< for the two characters.
const template = '<'

export const circleciJob = (asking: Asking): Snippet =>
  snippet({
    kind: 'circleci',
    title: 'CircleCI',
    language: 'yaml',
    fileName: '.circleci/config.yml',
    about: 'A job that asks CircleCI for a token made for this server.',
    lines: [
      'version: 2.1',
      'jobs:',
      '  deploy:',
      '    docker:',
      '      - image: cimg/base:current',
      '    steps:',
      '      - checkout',
      '      - run:',
      '          name: Deploy with a secret',
      '          command: |',
      ...indented(12, [
        'set -euo pipefail',
        ...settings(asking.place, {}, template),
        `jwt=$(circleci run oidc get --claims ${shellWord(JSON.stringify({ aud: audienceOf(asking) }), template)})`,
        ...tradeByOauth,
        ...readOne,
        './deploy.sh',
      ]),
      'workflows:',
      '  deploy:',
      '    jobs:',
      '      - deploy:',
      '          context: deployment',
    ],
    notes: [
      'Any context will do, and may be empty.',
      'CircleCI cannot mask what a job learns while it runs: print neither the token nor the secret.',
    ],
  })
