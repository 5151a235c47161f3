import type { Snippet } from '@bonafide/core'
import { scriptHead, shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { credentialAbout, credentialNotes, exchangeAudience } from './credential-words.ts'
import type { Federated } from './federated-credential.ts'

/** For an app registration. */
export function credentialByAz({ issuer, subject }: Federated): Snippet {
  const body = {
    name: 'CREDENTIAL_NAME',
    issuer,
    subject,
    audiences: [exchangeAudience],
    description: 'Workload that also logs in to Bonafide',
  }
  return snippet({
    kind: 'federated-credential-az',
    title: 'Entra credential: az',
    purpose: 'set_up',
    language: 'shell',
    fileName: 'federated-credential.sh',
    about: credentialAbout,
    lines: [
      ...scriptHead,
      'application=APPLICATION_OBJECT_ID',
      'name=CREDENTIAL_NAME',
      `credential=${shellWord(JSON.stringify(body))}`,
      '',
      'case "${1:-}" in',
      '  create) az ad app federated-credential create --id "$application" --parameters "$credential" ;;',
      '  get) az ad app federated-credential show --id "$application" --federated-credential-id "$name" ;;',
      '  update) az ad app federated-credential update --id "$application" --federated-credential-id "$name" --parameters "$credential" ;;',
      '  delete) az ad app federated-credential delete --id "$application" --federated-credential-id "$name" ;;',
      '  *) echo "usage: $0 create|get|update|delete" >&2; exit 2 ;;',
      'esac',
    ],
    notes: credentialNotes,
  })
}

/** For a user-assigned managed identity, which Azure Resource Manager keeps. */
export function credentialByAzForManagedIdentity({ issuer, subject }: Federated): Snippet {
  const fields = `--issuer "$issuer" --subject "$subject" --audiences ${shellWord(exchangeAudience)}`
  return snippet({
    kind: 'federated-credential-az-identity',
    title: 'Entra credential: az, managed identity',
    purpose: 'set_up',
    language: 'shell',
    fileName: 'federated-credential-of-identity.sh',
    about: 'The same for a user-assigned managed identity.',
    lines: [
      ...scriptHead,
      `issuer=${shellWord(issuer)}`,
      `subject=${shellWord(subject)}`,
      'which=(--name CREDENTIAL_NAME --identity-name MANAGED_IDENTITY_NAME --resource-group RESOURCE_GROUP)',
      '',
      'case "${1:-}" in',
      `  create) az identity federated-credential create "\${which[@]}" ${fields} ;;`,
      '  get) az identity federated-credential show "${which[@]}" ;;',
      `  update) az identity federated-credential update "\${which[@]}" ${fields} ;;`,
      '  delete) az identity federated-credential delete "${which[@]}" --yes ;;',
      '  *) echo "usage: $0 create|get|update|delete" >&2; exit 2 ;;',
      'esac',
    ],
    notes: [
      'In the Azure portal: Managed Identities, the identity, Federated credentials, Add credential, Other.',
      'Make and change the credentials of one managed identity one after the other: two at once are refused.',
      ...credentialNotes.slice(1),
    ],
  })
}
