import type { Snippet } from '@bonafide/core'
import { hclText } from '../../snippets/hcl.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readOne, settings, tradeByOauth } from '../../snippets/trade.ts'
import { indented } from '../../snippets/yaml.ts'
import { type Asking, audienceOf } from './asking.ts'

/** Has the runs of a workspace get a token made for this server. */
export const terraformAudience = (asking: Asking): Snippet =>
  snippet({
    kind: 'terraform-cloud',
    title: 'HCP Terraform: the workspace',
    purpose: 'set_up',
    language: 'hcl',
    fileName: 'audience.tf',
    about: 'Once for the workspace: its runs then find a token made for this server in TFC_WORKLOAD_IDENTITY_TOKEN.',
    lines: [
      'resource "tfe_variable" "bonafide_audience" {',
      '  workspace_id = "WORKSPACE_ID"',
      '  category     = "env"',
      '  key          = "TFC_WORKLOAD_IDENTITY_AUDIENCE"',
      `  value        = ${hclText(audienceOf(asking))}`,
      '}',
    ],
    notes: ['Without Terraform: Variables of the workspace, an environment variable of that name.'],
  })

/** What runs in an apply; nothing of it gets into the state. */
export const terraformRun = (asking: Asking): Snippet =>
  snippet({
    kind: 'terraform-cloud-run',
    title: 'HCP Terraform: a run',
    language: 'hcl',
    fileName: 'deploy.tf',
    about: 'A step of an apply that reads one secret and hands it to a program. Nothing of it is kept in the state.',
    lines: [
      'resource "terraform_data" "deploy" {',
      '  provisioner "local-exec" {',
      '    interpreter = ["bash", "-c"]',
      '    quiet       = true',
      '    command     = <<-SCRIPT',
      ...indented(6, script(asking)),
      '    SCRIPT',
      '  }',
      '}',
    ],
    notes: [
      'A provisioner runs when its resource is made, so an apply that changes nothing does not run it again.',
      'The runs of an agent pool of your own need bash, curl and jq.',
    ],
  })

// Terraform reads ${ } and %{ } in a script, so values are written without either character.
const script = (asking: Asking): string[] => [
  'set -euo pipefail',
  ...settings(asking.place, {}, '$%'),
  'jwt=$TFC_WORKLOAD_IDENTITY_TOKEN',
  ...tradeByOauth,
  ...readOne,
  './deploy.sh',
]
