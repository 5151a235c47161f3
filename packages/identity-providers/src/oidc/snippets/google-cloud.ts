import type { Snippet } from '@bonafide/core'
import { scriptHead, shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readAll, scriptNote, settings, tradeByOauth } from '../../snippets/trade.ts'
import { type Asking, audienceOf } from './asking.ts'

/** Google's own command line, where it acts as a service account. */
export const gcloudScript = (asking: Asking): Snippet =>
  snippet({
    kind: 'gcloud',
    title: 'gcloud',
    language: 'shell',
    fileName: 'read-secrets-with-gcloud.sh',
    about: 'Where gcloud is logged in as the service account, or may act as it.',
    lines: [
      ...scriptHead,
      ...settings(asking.place),
      `jwt=$(gcloud auth print-identity-token --audiences=${shellWord(audienceOf(asking))} --include-email)`,
      ...tradeByOauth,
      ...readAll,
    ],
    notes: [
      scriptNote,
      'A person adds --impersonate-service-account with the address of the service account; on a virtual machine, leave --include-email out and add --token-format=full.',
    ],
  })
