import { randomUUID } from 'node:crypto'
import {
  authorizationSchemes,
  decryptWith,
  environmentKeyPair,
  keyDigest,
  mintToken,
  newBearerValue,
  newEnvironmentKeys,
  newKeyPair,
  type TokenKind,
  wrapEnvironmentKeys,
} from '@bonafide/crypto'
import { type Listening, listen } from '@bonafide/stand-ins'

export const randomBytes = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length))

export interface StoredSecret {
  id: string
  key: string
  keyDigest: string
  value: string
  comment: string
  tags: string[]
  type: string
  path: string
  version: number
}

export interface WireEnvironment {
  id: string
  name: string
  type: string
  keys: { seed: string; salt: string }
  secrets: StoredSecret[]
}

export interface WireApp {
  id: string
  name: string
  serverEncryption: boolean
  environments: WireEnvironment[]
}

interface Holder {
  kind: TokenKind
  accountId: string
  publicKey: string
  /** Null: the token holds no key. */
  wrappedKeyShare: string | null
  apps: WireApp[]
}

export interface SeenRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

/** A small server that speaks the wire as the command needs it, and remembers what it was sent. */
export interface WireServer extends Listening {
  requests: SeenRequest[]
  apps: WireApp[]
  addApp(name: string, environments?: [name: string, type: string][], serverEncryption?: boolean): WireApp
  /** A new token; it reaches every app unless told otherwise. */
  issue(options?: { kind?: TokenKind; withKey?: boolean; apps?: WireApp[] }): string
  revoke(token: string): void
  /** The secrets of an environment in the clear, as `path key` → value. */
  contents(environment: WireEnvironment): Record<string, string>
  /** Answers the next request for a path like this instead of the server. */
  once(path: string, answer: (request: SeenRequest) => Response | Promise<Response>): void
  exchanges: (path: string, answer: (body: Record<string, unknown>) => Promise<Response>) => void
  /** Milliseconds by which the server's clock is ahead. */
  clockOffsetMs: number
}

export const problem = (status: number, code: string, detail: string, more: Record<string, unknown> = {}): Response =>
  Response.json(
    { status, code, detail, error: detail, requestId: 'req_test', ...more },
    { status, headers: { 'x-request-id': 'req_test' } },
  )

export async function startWireServer(): Promise<WireServer> {
  const holders = new Map<string, Holder>()
  const overrides: { path: string; answer: (request: SeenRequest) => Response | Promise<Response> }[] = []
  const exchangeRoutes = new Map<string, (body: Record<string, unknown>) => Promise<Response>>()
  const apps: WireApp[] = []
  const requests: SeenRequest[] = []

  const environmentOf = (holder: Holder, id: string | undefined) =>
    holder.apps.flatMap((app) => app.environments).find((environment) => environment.id === id)

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    const seen = { method: request.method, path: url.pathname, headers: Object.fromEntries(request.headers), body: await request.text() }
    requests.push(seen)
    const override = overrides.findIndex((each) => each.path === url.pathname)
    if (override >= 0) return overrides.splice(override, 1)[0]?.answer(seen) ?? problem(500, 'internal_error', 'no answer')
    if (url.pathname === '/service/health/') return Response.json({ status: 'alive', version: 'v1.2.3' })
    const exchange = exchangeRoutes.get(url.pathname)
    if (exchange) return exchange(JSON.parse(seen.body) as Record<string, unknown>)
    const holder = holders.get(seen.headers.authorization ?? '')
    if (url.pathname === '/service/secrets/tokens/') {
      return holder ? Response.json(introspection(holder)) : problem(403, 'forbidden', 'The token is unknown, expired or revoked.')
    }
    if (!holder) return problem(401, 'unauthenticated', 'The token is not valid.')
    if (url.pathname === '/api/graphql') return Response.json({ data: { echo: JSON.parse(seen.body) as unknown } })
    if (url.pathname === '/service/secrets/') {
      const environment = environmentOf(holder, seen.headers.environment)
      return environment ? encrypted(seen, environment) : problem(401, 'unauthenticated', 'No such environment.')
    }
    if (url.pathname === '/service/public/v1/secrets/') {
      const app = holder.apps.find((each) => each.id === url.searchParams.get('app_id'))
      const environment = app?.environments.find((each) => each.name === url.searchParams.get('env'))
      return environment ? plain(url, environment) : problem(404, 'not_found', 'There is no such app.')
    }
    return problem(404, 'not_found', 'There is nothing here.')
  }

  const server: WireServer = {
    ...(await listen(async (request) => {
      const response = await answer(request)
      const headers = new Headers(response.headers)
      headers.set('date', new Date(Date.now() + server.clockOffsetMs).toUTCString())
      return new Response(response.body, { status: response.status, headers })
    })),
    requests,
    apps,
    clockOffsetMs: 0,
    addApp(
      name,
      environments = [
        ['Development', 'dev'],
        ['Production', 'prod'],
      ],
      serverEncryption = true,
    ) {
      const made = environments.map(([each, type]) => ({
        id: randomUUID(),
        name: each,
        type,
        keys: newEnvironmentKeys(randomBytes),
        secrets: [],
      }))
      const app = { id: randomUUID(), name, serverEncryption, environments: made }
      apps.push(app)
      return app
    },
    issue({ kind = 'pss_service:v2', withKey = true, apps: reach = apps } = {}) {
      const minted = mintToken(kind, newKeyPair(randomBytes), randomBytes)
      const holder = {
        kind,
        accountId: randomUUID(),
        publicKey: minted.publicKey,
        wrappedKeyShare: withKey ? minted.wrappedKeyShare : null,
        apps: reach,
      }
      holders.set(`Bearer ${authorizationSchemes[kind]} ${minted.value}`, holder)
      return minted.token
    },
    revoke: (token) => void holders.delete(`Bearer ServiceAccount ${token.split(':')[2]}`),
    contents: ({ keys, secrets }) => {
      const { privateKey } = environmentKeyPair(keys.seed)
      return Object.fromEntries(
        secrets.map((secret) => [`${secret.path} ${decryptWith(privateKey, secret.key)}`, decryptWith(privateKey, secret.value)]),
      )
    },
    once: (path, each) => void overrides.push({ path, answer: each }),
    exchanges: (path, each) => void exchangeRoutes.set(path, each),
  }
  return server
}

function introspection({ kind, accountId, publicKey, wrappedKeyShare, apps }: Holder) {
  return {
    wrapped_key_share: wrappedKeyShare,
    ...(kind === 'pss_user:v1' ? { user_id: accountId } : { account_id: accountId }),
    offline_enabled: false,
    organisation: { id: randomUUID(), name: 'Acme' },
    apps: apps.map((app) => ({
      id: app.id,
      name: app.name,
      encryption: app.serverEncryption ? 'SSE' : 'E2E',
      environment_keys: app.environments.map(({ id, name, type, keys }) => {
        const { wrappedSeed, wrappedSalt } = wrapEnvironmentKeys(keys, publicKey, randomBytes)
        const environment = {
          id,
          name,
          env_type: type,
          index: 0,
          created_at: '2026-01-01T00:00:00.000000Z',
          updated_at: '2026-01-01T00:00:00.000000Z',
        }
        return {
          id: randomUUID(),
          environment,
          paths: null,
          identity_key: environmentKeyPair(keys.seed).publicKey,
          wrapped_seed: wrappedSeed,
          wrapped_salt: wrappedSalt,
        }
      }),
    })),
  }
}

/** The encrypted route: the server checks that digests belong to the keys, which a real one cannot, so that a wrong client is noticed. */
function encrypted({ method, headers, body }: SeenRequest, environment: WireEnvironment): Response {
  const { privateKey } = environmentKeyPair(environment.keys.seed)
  if (method === 'GET') {
    const path = headers.path === undefined ? undefined : Buffer.from(headers.path, 'latin1').toString('utf8')
    const found = environment.secrets.filter(
      (secret) => (path === undefined || secret.path === path) && (!headers.keydigest || secret.keyDigest === headers.keydigest),
    )
    return Response.json(
      found.map(({ keyDigest: key_digest, ...secret }) => ({
        ...secret,
        key_digest,
        override: null,
        environment: environment.id,
        folder: null,
        created_at: '2026-01-01T00:00:00Z',
        updated_at: '2026-01-01T00:00:00Z',
      })),
    )
  }
  const { secrets } = JSON.parse(body) as { secrets: unknown[] }
  if (method === 'DELETE') {
    environment.secrets = environment.secrets.filter((secret) => !secrets.includes(secret.id))
    return new Response('')
  }
  for (const sent of secrets as StoredSecret[]) {
    if (keyDigest(decryptWith(privateKey, sent.key), environment.keys.salt) !== sent.keyDigest)
      return problem(400, 'malformed_request', 'digest of another key')
    const old = environment.secrets.find((secret) => secret.id === sent.id)
    const twin = environment.secrets.find(
      (secret) => secret.keyDigest === sent.keyDigest && secret.path === sent.path && secret.id !== sent.id,
    )
    if (twin) return problem(409, 'conflict', 'The secret exists.')
    if (method === 'PUT' && !old) return problem(404, 'not_found', 'There is no such secret.')
    if (old) Object.assign(old, sent, { version: old.version + 1 })
    else environment.secrets.push({ ...sent, id: randomUUID(), version: 1 })
  }
  return new Response('')
}

function plain(url: URL, { keys, secrets }: WireEnvironment): Response {
  const { privateKey } = environmentKeyPair(keys.seed)
  const path = url.searchParams.get('path')
  const found = secrets.filter((secret) => path === null || secret.path === path)
  return Response.json(
    found.map((secret) => ({
      ...secret,
      key: decryptWith(privateKey, secret.key),
      value: decryptWith(privateKey, secret.value),
      override: null,
      comment: '',
    })),
  )
}

/** The body of a successful exchange. */
export function tokenDocument(token: string, ttl = 900) {
  const bearerToken = `ServiceAccount ${token.split(':')[2] ?? newBearerValue(randomBytes)}`
  return { authentication: { tokenType: 'ServiceAccount', token, bearerToken, TTL: ttl, maxTTL: 86_400 } }
}
