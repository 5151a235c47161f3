import type { Services } from '@bonafide/core'
import { administrationPaths } from './administration.ts'
import { exchangePaths } from './exchange.ts'
import { oauthPaths } from './oauth.ts'
import type { Paths } from './parts.ts'
import { peoplePaths } from './people.ts'
import { schemas } from './schemas.ts'
import { secretsPaths } from './secrets.ts'
import { systemPaths } from './system.ts'

/** OpenAPI 3.1 of everything that this application answers. What requests hold follows from the schemas that they are parsed with. */
export function openApiDocument({ settings, providers }: Pick<Services, 'settings' | 'providers'>, version: string) {
  const paths: Paths = {
    ...exchangePaths(Object.values(providers)),
    ...oauthPaths(),
    ...secretsPaths(),
    ...administrationPaths(),
    ...peoplePaths(),
    ...systemPaths(),
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Bonafide',
      version,
      description:
        'Trades proofs of identity for tokens, and hands out secrets. Every answer carries `X-Request-Id`; refusals are problem documents.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: settings.publicUrl }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The `bearerToken` of an exchange, a personal access token, or `Session` and the token of a session, behind `Bearer `.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: settings.publicUrl.startsWith('https://') ? '__Host-bonafide' : 'bonafide',
          description: 'The cookie of a signed-in browser; requests that change something also carry `X-Bonafide-Console: 1`.',
        },
        metricsToken: { type: 'http', scheme: 'bearer' },
        cronSecret: { type: 'http', scheme: 'bearer' },
        identityHeader: { type: 'apiKey', in: 'header', name: 'X-Identity-Header' },
      },
    },
  }
}
