import type { Snippet } from '@bonafide/core'
import { authFlags, bonafideSnippet } from '../../snippets/command-line.ts'
import { type Asking, audienceOf } from './asking.ts'
import { platformOf } from './platform.ts'
import { tokenFileOf } from './platform-token.ts'

const abouts = {
  github: 'In a job that may write id-token.',
  gitlab: 'In a job whose id_tokens give it BONAFIDE_ID_TOKEN, with this server as aud.',
  gcp: 'On Google Cloud, with the service account of the machine.',
  kubernetes: 'In a pod with a projected service account token for this server.',
  spiffe: 'Where a SPIFFE agent answers, or its helper has written a token.',
  oidc: 'With the token in a file; --oidc-token-env takes it from a variable instead.',
} as const

/** The variable that a platform puts its token into, where it does. */
const variables: Partial<Record<ReturnType<typeof platformOf>, string>> = {
  bitbucket: 'BITBUCKET_STEP_OIDC_TOKEN',
  'terraform-cloud': 'TFC_WORKLOAD_IDENTITY_TOKEN',
}

/** `bonafide auth` by the mode of the platform, or with the token where the platform leaves it. */
export function commandLine(asking: Asking): Snippet {
  const platform = platformOf(asking.config)
  const mode = platform in abouts ? (platform as keyof typeof abouts) : 'oidc'
  const audience = audienceOf(asking)
  // Without the flag the command asks for the address of the server.
  const asked = audience === asking.place.serverUrl || mode === 'oidc' ? [] : ['--oidc-audience', audience]
  const variable = variables[platform]
  const held = variable === undefined ? ['--oidc-token-file', tokenFileOf(asking)] : ['--oidc-token-env', variable]
  const flags = authFlags(mode, asking.place, [...asked, ...(mode === 'oidc' ? held : [])])
  return bonafideSnippet(
    flags,
    asking.place,
    variable === undefined ? abouts[mode] : `With the token that the platform puts into ${variable}.`,
  )
}
