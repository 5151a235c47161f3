import { ProofError } from '../proof-error.ts'
import { asObject, ownProperty } from '../strict-json.ts'

/** Where a token can come from, in the order in which they are tried. */
export const azureSources = ['workload-identity', 'service-principal', 'managed-identity', 'az'] as const
export type AzureSource = (typeof azureSources)[number]

export interface AzureProofOptions {
  /** The audience to ask for; `https://management.azure.com/` unless given. */
  resource?: string
  /** One source only; otherwise every source that the environment speaks of. */
  source?: AzureSource
  /** The environment variables of the process. */
  environment: Readonly<Record<string, string | undefined>>
  fetch: typeof globalThis.fetch
  /** Runs a program without a shell and answers what it printed; fails when it fails. */
  run(program: string, programArguments: readonly string[]): Promise<string>
  readFile(path: string): Promise<string>
}

/** The `azureEntra` object of an exchange request: a token of Entra in base64. */
export interface AzureEntraEnvelope {
  jwt: string
}

type Asked = AzureProofOptions & { resource: string }

/** Each gives a token, or `undefined` when its source is not there at all. */
const tokenFrom: Record<AzureSource, (asked: Asked) => Promise<string | undefined>> = {
  'workload-identity': async (asked) => {
    const { AZURE_FEDERATED_TOKEN_FILE: file } = asked.environment
    if (!file) return undefined
    return askTokenEndpoint(asked, {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: (await asked.readFile(file)).trim(),
    })
  },
  'service-principal': async (asked) => {
    const { AZURE_CLIENT_SECRET: secret } = asked.environment
    return secret ? askTokenEndpoint(asked, { client_secret: secret }) : undefined
  },
  'managed-identity': askManagedIdentity,
  az: async ({ run, resource }) => {
    const printed = await run('az', ['account', 'get-access-token', '--resource', resource, '--output', 'json']).catch(() => undefined)
    return printed === undefined ? undefined : tokenIn(printed, 'accessToken')
  },
}

const METADATA_TIMEOUT_MILLISECONDS = 3000
const TOKEN_TIMEOUT_MILLISECONDS = 15_000

/**
 * Gets the workload's own token from Entra: by workload identity, client secret, managed identity or the `az` command line, as the
 * environment has it (the variables are those of the Azure SDKs). Fails with `ProofError`.
 */
export async function proveAzure(options: AzureProofOptions): Promise<AzureEntraEnvelope> {
  const asked = { ...options, resource: options.resource || 'https://management.azure.com/' }
  for (const source of options.source ? [options.source] : azureSources) {
    const token = await tokenFrom[source](asked)
    if (token !== undefined) return { jwt: Buffer.from(token, 'utf8').toString('base64') }
  }
  throw new ProofError(
    options.source
      ? `No Azure token could be had from ${options.source}.`
      : 'No Azure identity was found. Give the machine a managed identity, set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, or run az login.',
  )
}

async function askTokenEndpoint(asked: Asked, proof: Record<string, string>): Promise<string> {
  const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_AUTHORITY_HOST: authority } = asked.environment
  if (!tenantId || !clientId) throw new ProofError('AZURE_TENANT_ID and AZURE_CLIENT_ID must be set too.')
  const origin = (authority || 'https://login.microsoftonline.com').replace(/\/+$/, '')
  const scope = `${asked.resource.replace(/\/$/, '')}/.default`
  const response = await send(asked, `${origin}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`, TOKEN_TIMEOUT_MILLISECONDS, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, scope, ...proof }),
  })
  return readToken(response, 'Microsoft Entra')
}

/** App Service and Container Apps name an endpoint of their own; every other machine has the metadata service. */
async function askManagedIdentity(asked: Asked): Promise<string | undefined> {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secret, AZURE_CLIENT_ID: clientId } = asked.environment
  const hasOwnEndpoint = Boolean(endpoint && secret)
  const url = new URL(hasOwnEndpoint && endpoint ? endpoint : 'http://169.254.169.254/metadata/identity/oauth2/token')
  url.searchParams.set('api-version', hasOwnEndpoint ? '2019-08-01' : '2018-02-01')
  url.searchParams.set('resource', asked.resource)
  if (clientId) url.searchParams.set('client_id', clientId)
  const headers: Record<string, string> = hasOwnEndpoint && secret ? { 'x-identity-header': secret } : { metadata: 'true' }
  const response = await send(asked, url.href, METADATA_TIMEOUT_MILLISECONDS, { headers }).catch((error: unknown) => {
    // No metadata service means no Azure machine; a named endpoint that does not answer is a fault.
    if (hasOwnEndpoint) throw error
    return undefined
  })
  // Other clouds have something at the same address; unless it was asked for, its refusal means that this is no Azure machine.
  if (!response || (!response.ok && !hasOwnEndpoint && asked.source === undefined)) return undefined
  return readToken(response, 'The managed identity endpoint')
}

async function send({ fetch }: Asked, url: string, timeoutMilliseconds: number, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMilliseconds) })
  } catch (error) {
    throw new ProofError(`${new URL(url).host} cannot be reached.`, error)
  }
}

async function readToken(response: Response, who: string): Promise<string> {
  const text = await response.text()
  if (!response.ok) throw new ProofError(`${who} refused to give a token (${response.status}): ${reasonIn(text)}`)
  return tokenIn(text, 'access_token')
}

function tokenIn(json: string, name: string): string {
  const token = ownProperty(objectIn(json), name)
  if (typeof token === 'string' && token !== '') return token
  throw new ProofError('The answer holds no token.')
}

function reasonIn(json: string): string {
  const answer = objectIn(json)
  const reason = ownProperty(answer, 'error_description') ?? ownProperty(answer, 'error')
  return typeof reason === 'string' ? reason.split('\n')[0]?.slice(0, 300) || 'no reason given' : 'no reason given'
}

function objectIn(json: string): Record<string, unknown> {
  try {
    return asObject(JSON.parse(json)) ?? {}
  } catch {
    return {}
  }
}
