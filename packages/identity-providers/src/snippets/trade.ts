import type { SnippetPlace } from '@bonafide/core'
import { shellWord } from './shell.ts'
import { accountOf } from './snippet.ts'

/** The first lines of a script: what the rest of it calls `$host` and `$account`, and more. */
export const settings = (place: SnippetPlace, more: Record<string, string> = {}, never = ''): string[] =>
  Object.entries({ host: place.serverUrl, account: accountOf(place), ...more }).map(([name, value]) => `${name}=${shellWord(value, never)}`)

/** `$jwt` → `$token`, as OAuth knows it (RFC 8693). Neither is ever an argument, which every user of a machine could read. */
export const tradeByOauth: readonly string[] = [
  'answer=$(printf %s "$jwt" | curl -sS --fail-with-body "$host/oauth/token" \\',
  '  --data-urlencode grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\',
  '  --data-urlencode subject_token_type=urn:ietf:params:oauth:token-type:jwt \\',
  '  --data-urlencode "client_id=$account" \\',
  '  --data-urlencode subject_token@-) || { printf \'%s\\n\' "$answer" >&2; exit 1; }',
  'token=$(printf %s "$answer" | jq -er .access_token)',
]

/** `$jwt` → `$token` by the route of one provider. */
export const tradeByRoute = (route: 'azure' | 'oidc', envelope: 'azureEntra' | 'oidc'): string[] => [
  `answer=$(printf %s "$jwt" | jq -Rs --arg id "$account" '{account: {type: "service", id: $id}, ${envelope}: {jwt: @base64}}' |`,
  `  curl -sS --fail-with-body "$host/api/v1/auth/${route}" -H 'Content-Type: application/json' --data @-) ||`,
  '  { printf \'%s\\n\' "$answer" >&2; exit 1; }',
  'token=$(printf %s "$answer" | jq -er .authentication.bearerToken)',
]

const asked = [
  'printf \'Authorization: Bearer %s\' "$token" |',
  '  curl -sS --fail-with-body -G -H @- "$host/service/public/v1/secrets/" \\',
] as const

/** Prints every secret of an environment, as JSON. */
export const readAll: readonly string[] = [...asked, '    --data-urlencode app_id=APP_ID --data-urlencode env=ENVIRONMENT']

/** One secret into a variable of the same name, for a program to use. */
export const readOne: readonly string[] = [
  'SECRET_NAME=$(printf \'Authorization: Bearer %s\' "$token" |',
  '  curl -sS --fail-with-body -G -H @- "$host/service/public/v1/secrets/" \\',
  '    --data-urlencode app_id=APP_ID --data-urlencode env=ENVIRONMENT --data-urlencode key=SECRET_NAME |',
  "  jq -er '.[0].value')",
  'export SECRET_NAME',
]

/** What everybody should know who runs one of these scripts. */
export const scriptNote = 'It needs bash, jq, and curl 7.76 or newer.'
