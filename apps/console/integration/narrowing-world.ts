import {
  bindExtIdentity,
  createApp,
  createExtIdentity,
  createSecrets,
  type Environment,
  listEnvironments,
  type ServiceAccount,
  setAccountAccess,
} from '@bonafide/core'
import { createWorld, post } from './world.ts'

export const audience = 'https://bonafide.example'
const subject = 'repo:acme/shop:ref:refs/heads/main'
export const type = (name: string) => `urn:ietf:params:oauth:token-type:${name}`
export const grant = 'urn:ietf:params:oauth:grant-type:token-exchange'

/** Values of the environment of the app, by path and key: what a token may see is named by them. */
const paths = ['/', '/a', '/a/b', '/a/b/c', '/a/bc', '/a/b c', '/A/B', '/a/%2e%2e', '/a/b%2Fc']

/**
 * A pipeline whose account reads `shop` (development, production) and `other` (development), each with one secret per path. `hidden` is there and the
 * account does not read it.
 */
export async function createNarrowingWorld() {
  const world = await createWorld()
  const account = await world.account()
  const config = { issuer: world.issuer.issuer, audiences: [audience], subjects: [subject] }
  const identity = await createExtIdentity({ provider: 'oidc', name: 'pipeline', config, maxTtlSeconds: 7200 }, world.owner.context)
  await bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, world.owner.context)
  const appWith = async (name: string) => {
    const app = await createApp({ name }, world.owner.context)
    const environments = await listEnvironments({ appId: app.id }, world.owner.context)
    const named = (wanted: string) => environments.find((environment) => environment.name === wanted) as Environment
    return { id: app.id, development: named('Development'), production: named('Production') }
  }
  const [shop, other, hidden] = [await appWith('Shop & co'), await appWith('other'), await appWith('hidden')]
  const readable = [shop.development, shop.production, other.development]
  for (const environment of [...readable, hidden.development]) {
    const of = environment.appId === shop.id ? 'shop' : environment.appId === other.id ? 'other' : 'hidden'
    const secrets = paths.map((path) => ({ key: 'NAME', path, value: `${of} ${environment.name} ${path}` }))
    await createSecrets({ environmentId: environment.id, secrets }, world.owner.context)
  }
  const give = (environments: readonly Environment[]) =>
    setAccountAccess({ serviceAccountId: account.id, environmentIds: environments.map(({ id }) => id) }, world.owner.context)
  await give(readable)

  const jwt = (claims: Record<string, unknown> = {}) => world.issuer.issue({ claims: { sub: subject, aud: audience, ...claims } })

  /** Asks `/oauth/token`, usually with a good token of the platform. */
  async function ask(changes: Record<string, string | undefined> = {}, of: ServiceAccount = account) {
    const fields = { grant_type: grant, client_id: of.id, subject_token: jwt(), subject_token_type: type('jwt'), ...changes }
    const body = new URLSearchParams(Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined))
    const response = await fetch(`${world.node.url}/oauth/token`, { method: 'POST', body })
    return { status: response.status, json: (await response.json()) as Record<string, string> }
  }

  /** A token with this scope; with `parent`, made of that one. */
  async function tokenWith(scope: string | undefined, parent?: string): Promise<string> {
    const from = parent === undefined ? {} : { subject_token: parent, subject_token_type: type('access_token') }
    const { status, json } = await ask({ scope, ...from })
    if (status !== 200 || json.access_token === undefined) throw new Error(`no token: ${JSON.stringify(json)}`)
    return json.access_token
  }

  async function send(token: string, method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
    const response = await fetch(`${world.node.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, json: text === '' ? null : JSON.parse(text) }
  }

  /** The plain values that a token reads in an environment; its status where it reads none. */
  async function read(token: string, environment: Environment, query = ''): Promise<string[] | number> {
    const { status, json } = await send(token, 'GET', `/service/public/v1/secrets/${query}`, { environment: environment.id })
    return status === 200 ? (json as { value: string }[]).map(({ value }) => value) : status
  }

  /** The paths of the ciphertext that a token reads. */
  async function readSealed(token: string, environment: Environment, headers: Record<string, string> = {}): Promise<string[] | number> {
    const { status, json } = await send(token, 'GET', '/service/secrets/', { environment: environment.id, ...headers })
    return status === 200 ? (json as { path: string }[]).map(({ path }) => path) : status
  }

  const graphql = (token: string, query: string) => post(`${world.node.url}/api/graphql`, { query }, { authorization: `Bearer ${token}` })

  const newAccount = world.account
  return {
    ...world,
    account,
    newAccount,
    identity,
    shop,
    other,
    hidden,
    readable,
    give,
    jwt,
    ask,
    tokenWith,
    send,
    read,
    readSealed,
    graphql,
  }
}
