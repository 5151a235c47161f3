import * as z from 'zod'
import { Failure } from './failure.ts'
import type { Http, HttpResponse } from './http.ts'
import type { MachineMode } from './machine-modes.ts'
import { explainable, jsonOf, refusalOf } from './problem.ts'

const environmentKeySchema = z.object({
  environment: z.object({ id: z.string(), name: z.string(), env_type: z.string(), index: z.number().default(0) }),
  identity_key: z.string(),
  wrapped_seed: z.string().nullable(),
  wrapped_salt: z.string().nullable(),
})
const appSchema = z.object({
  id: z.string(),
  name: z.string(),
  encryption: z.enum(['SSE', 'E2E']),
  // The wire sorts them for clients that guess by a part of the name; people know them in the order of the app.
  environment_keys: z
    .array(environmentKeySchema)
    .transform((keys) => keys.toSorted((left, right) => left.environment.index - right.environment.index)),
})
const introspectionSchema = z.object({
  wrapped_key_share: z.string().nullish(),
  user_id: z.string().nullish(),
  account_id: z.string().nullish(),
  /** What the token is narrowed to; missing where it is not. */
  scope: z.string().nullish(),
  organisation: z.object({ id: z.string(), name: z.string() }),
  apps: z.array(appSchema),
})
/** What a token reaches: apps, environments and their wrapped keys. */
export type Introspection = z.output<typeof introspectionSchema>
export type ReachableApp = z.output<typeof appSchema>
export type ReachableEnvironment = z.output<typeof environmentKeySchema>

const encryptedSecretSchema = z.object({
  id: z.string(),
  key: z.string(),
  value: z.string(),
  comment: z.string(),
  tags: z.array(z.string()),
  override: z.object({ value: z.string(), is_active: z.boolean() }).nullish(),
  type: z.string().default('secret'),
  path: z.string(),
  version: z.number(),
  created_at: z.string().nullish(),
  updated_at: z.string().nullish(),
})
export type EncryptedSecret = z.output<typeof encryptedSecretSchema>

const plainSecretSchema = z.object({
  id: z.string(),
  key: z.string(),
  value: z.string(),
  comment: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  override: z.object({ value: z.string(), isActive: z.boolean() }).nullish(),
  type: z.string().default('secret'),
  path: z.string(),
  version: z.number(),
  createdAt: z.string().nullish(),
  updatedAt: z.string().nullish(),
})
export type PlainSecret = z.output<typeof plainSecretSchema>

const tokenDocumentSchema = z.object({
  authentication: z.object({
    tokenType: z.string(),
    token: z.string(),
    bearerToken: z.string(),
    TTL: z.number(),
    maxTTL: z.number(),
    scope: z.string().optional(),
  }),
})
/** A token as an exchange gives it. `TTL` and `maxTTL` are seconds. */
export type TokenDocument = z.output<typeof tokenDocumentSchema>

export interface Exchange {
  mode: MachineMode
  proof: unknown
  serviceAccountId: string
  ttlSeconds?: number
  scope?: string
}

const awsIamRoute = { path: '/service/public/identities/external/v1/aws/iam/auth/', envelope: 'awsIam' }
const azureRoute = { path: '/service/public/identities/external/v1/azure/entra/auth/', envelope: 'azureEntra' }
const oidcRoute = { path: '/api/v1/auth/oidc', envelope: 'oidc' }

const exchangeRoutes: Record<MachineMode, { path: string; envelope: string }> = {
  'aws-iam': awsIamRoute,
  azure: azureRoute,
  oidc: oidcRoute,
  github: oidcRoute,
  gitlab: oidcRoute,
  gcp: oidcRoute,
  kubernetes: oidcRoute,
  spiffe: oidcRoute,
}

/** The server's wire, one method per route. Every refusal becomes a Failure. */
export interface Api {
  introspect(): Promise<Introspection>
  readEncrypted(environmentId: string, filter: { path?: string; keyDigest?: string }): Promise<EncryptedSecret[]>
  writeEncrypted(method: 'POST' | 'PUT', environmentId: string, secrets: unknown[]): Promise<void>
  deleteEncrypted(environmentId: string, ids: string[]): Promise<void>
  readPlain(place: PlainPlace, filter: { path?: string }): Promise<PlainSecret[]>
  writePlain(method: 'POST' | 'PUT', place: PlainPlace, secrets: unknown[]): Promise<PlainSecret[]>
  deletePlain(place: PlainPlace, ids: string[]): Promise<void>
  /** Any request, its answer unjudged. The path is below the host, so the token can go nowhere else. */
  raw(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<HttpResponse>
}

/** Where plain secrets are addressed: by app and the name of the environment. */
export interface PlainPlace {
  appId: string
  environmentName: string
}

const tokensPath = '/service/secrets/tokens/'
const encryptedPath = '/service/secrets/'
const plainPath = '/service/public/v1/secrets/'

export function createApi(host: string, http: Http, authorization?: string): Api {
  const raw: Api['raw'] = (method, path, body, headers = {}) =>
    http({
      method,
      url: `${host}${path}`,
      headers: {
        ...(authorization ? { authorization } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body,
    })
  const call = async (what: string, ...parameters: Parameters<Api['raw']>): Promise<HttpResponse> => {
    const response = await raw(...parameters)
    if (response.status === 200) return response
    throw refusalOf(response, what)
  }
  const plain = ({ appId, environmentName }: PlainPlace, filter: Record<string, string | undefined> = {}) => {
    const query = new URLSearchParams({ app_id: appId, env: environmentName })
    for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value)
    return `${plainPath}?${query}`
  }

  return {
    raw,
    async introspect() {
      const response = await raw('GET', tokensPath)
      if (response.status === 200) return understood(response, introspectionSchema)
      throw deadToken(refusalOf(response, 'the token'), response.status)
    },
    async readEncrypted(environmentId, { path, keyDigest }) {
      const headers = {
        environment: environmentId,
        ...(path === undefined ? {} : { path: headerText(path) }),
        ...(keyDigest ? { keydigest: keyDigest } : {}),
      }
      return understood(await call('to read secrets', 'GET', encryptedPath, undefined, headers), z.array(encryptedSecretSchema))
    },
    async writeEncrypted(method, environment, secrets) {
      await call('to write secrets', method, encryptedPath, JSON.stringify({ secrets }), { environment })
    },
    async deleteEncrypted(environment, ids) {
      await call('to delete secrets', 'DELETE', encryptedPath, JSON.stringify({ secrets: ids }), { environment })
    },
    async readPlain(place, filter) {
      return understood(await call('to read secrets', 'GET', plain(place, filter)), z.array(plainSecretSchema))
    },
    async writePlain(method, place, secrets) {
      return understood(await call('to write secrets', method, plain(place), JSON.stringify({ secrets })), z.array(plainSecretSchema))
    },
    async deletePlain(place, ids) {
      await call('to delete secrets', 'DELETE', plain(place), JSON.stringify({ secrets: ids }))
    },
  }
}

/** Trades a platform's proof for a token. Needs no sign-in: the proof is one. */
export async function exchange(
  host: string,
  http: Http,
  { mode, proof, serviceAccountId, ttlSeconds, scope }: Exchange,
): Promise<TokenDocument> {
  const { path, envelope } = exchangeRoutes[mode]
  const body = {
    account: { type: 'service', id: serviceAccountId },
    [envelope]: proof,
    ...(ttlSeconds === undefined && scope === undefined ? {} : { tokenRequest: { ttl: ttlSeconds, scope } }),
  }
  const response = await http({
    method: 'POST',
    url: `${host}${path}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.status === 200) {
    const document = understood(response, tokenDocumentSchema)
    if (scope === undefined || document.authentication.scope !== undefined) return document
    // An older server passes over what it does not know: whoever asked for less must not get more.
    throw new Failure('unexpected', 'The server made a token that is not narrowed; it was thrown away.', {
      why: 'It is too old to know --scope.',
      fix: 'Update the server, or leave --scope out',
      code: 'scope_ignored',
    })
  }
  throw explainable(refusalOf(response, 'the exchange'))
}

// The introspection route answers 403 to a token that is dead or unknown: existing clients expect it so.
function deadToken(refusal: Failure, status: number): Failure {
  const { code } = refusal.details
  if (status !== 403 || code === 'network_denied') return refusal
  return new Failure('notSignedIn', refusal.message, { ...refusal.details, fix: 'Sign in again with bonafide auth' })
}

function understood<Schema extends z.ZodType>(response: HttpResponse, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(jsonOf(response.text))
  if (parsed.success) return parsed.data
  throw unexpectedAnswer(parsed.error)
}

/** What is said of an answer that has another shape than ours. */
export function unexpectedAnswer({ issues: [issue] }: z.ZodError): Failure {
  return new Failure('network', 'The answer is not one of a Bonafide server.', {
    why: `${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'not understood'}`,
    fix: 'Check the address: it must lead to the server itself, without a sign-in page or proxy in between',
    code: 'unexpected_answer',
  })
}

// Header values travel as Latin-1; the server reads the bytes as UTF-8.
const headerText = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
