import type { Snippet } from '@bonafide/core'
import { hclText } from '../../snippets/hcl.ts'
import { snippet } from '../../snippets/snippet.ts'
import { credentialAbout, credentialNotes, exchangeAudience } from './credential-words.ts'
import type { Federated } from './federated-credential.ts'

/** For an app registration that is there already. */
export const credentialByTerraform = ({ issuer, subject }: Federated): Snippet =>
  snippet({
    kind: 'federated-credential-terraform',
    title: 'Entra credential: Terraform',
    purpose: 'set_up',
    language: 'hcl',
    fileName: 'federated-credential.tf',
    about: credentialAbout,
    lines: [
      '# create: terraform apply',
      '# get:    terraform state show azuread_application_federated_identity_credential.workload',
      '# update: change what is below, then terraform apply',
      '# delete: take the resource away, then terraform apply',
      'data "azuread_application" "workload" {',
      '  object_id = "APPLICATION_OBJECT_ID"',
      '}',
      '',
      'resource "azuread_application_federated_identity_credential" "workload" {',
      '  application_id = data.azuread_application.workload.id',
      '  display_name   = "${data.azuread_application.workload.display_name}-federated-credential"',
      '  description    = "Workload that also logs in to Bonafide"',
      `  audiences      = [${hclText(exchangeAudience)}]`,
      `  issuer         = ${hclText(issuer)}`,
      `  subject        = ${hclText(subject)}`,
      '}',
    ],
    notes: credentialNotes,
  })
