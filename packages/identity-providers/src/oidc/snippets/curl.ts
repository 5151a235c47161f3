import type { Snippet } from '@bonafide/core'
import { scriptHead } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readAll, scriptNote, settings, tradeByOauth, tradeByRoute } from '../../snippets/trade.ts'
import type { Asking } from './asking.ts'
import { jwtLines } from './platform-token.ts'

/** Our own route, which answers with everything that there is to know of the token. */
export const curlScript = (asking: Asking): Snippet =>
  snippet({
    kind: 'curl',
    title: 'curl',
    language: 'shell',
    fileName: 'read-secrets.sh',
    about: 'With nothing but curl and jq: gets the token of the platform, trades it, and prints the secrets of an app.',
    lines: [...scriptHead, ...settings(asking.place), ...jwtLines(asking), ...tradeByRoute('oidc', 'oidc'), ...readAll],
    notes: [scriptNote],
  })

/** The same by OAuth, for clients that know it. */
export const oauthScript = (asking: Asking): Snippet =>
  snippet({
    kind: 'oauth',
    title: 'OAuth token exchange',
    language: 'shell',
    fileName: 'read-secrets-by-oauth.sh',
    about: 'The same by RFC 8693, as any OAuth client can do it.',
    lines: [...scriptHead, ...settings(asking.place), ...jwtLines(asking), ...tradeByOauth, ...readAll],
    notes: [scriptNote, 'A client library finds the endpoint in /.well-known/oauth-authorization-server.'],
  })
