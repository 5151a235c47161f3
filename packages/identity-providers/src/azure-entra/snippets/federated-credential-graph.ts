import type { Snippet } from '@bonafide/core'
import { scriptHead, shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { credentialAbout, credentialNotes, exchangeAudience } from './credential-words.ts'
import type { Federated } from './federated-credential.ts'

/** For an app registration, by the API that everything else goes through. */
export function credentialByGraph({ issuer, subject, graph = 'https://graph.microsoft.com' }: Federated): Snippet {
  const changing = { issuer, subject, audiences: [exchangeAudience], description: 'Workload that also logs in to Bonafide' }
  return snippet({
    kind: 'federated-credential-graph',
    title: 'Entra credential: Microsoft Graph',
    purpose: 'set_up',
    language: 'shell',
    fileName: 'federated-credential-by-graph.sh',
    about: `${credentialAbout} By Microsoft Graph, with the login of az.`,
    lines: [
      ...scriptHead,
      `credentials=${shellWord(`${graph}/v1.0/applications/APPLICATION_OBJECT_ID/federatedIdentityCredentials`)}`,
      `created=${shellWord(JSON.stringify({ name: 'CREDENTIAL_NAME', ...changing }))}`,
      `changed=${shellWord(JSON.stringify(changing))}`,
      '',
      'case "${1:-}" in',
      '  create) az rest --method POST --url "$credentials" --headers Content-Type=application/json --body "$created" ;;',
      '  get) az rest --method GET --url "$credentials/CREDENTIAL_NAME" ;;',
      '  update) az rest --method PATCH --url "$credentials/CREDENTIAL_NAME" --headers Content-Type=application/json --body "$changed" ;;',
      '  delete) az rest --method DELETE --url "$credentials/CREDENTIAL_NAME" ;;',
      '  *) echo "usage: $0 create|get|update|delete" >&2; exit 2 ;;',
      'esac',
    ],
    notes: ['It takes the permission Application.ReadWrite.All, or to own the application.', ...credentialNotes],
  })
}
