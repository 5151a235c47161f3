import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  acceptInvite,
  authenticate,
  bindExtIdentity,
  type Context,
  changeMemberRole,
  createExtIdentity,
  createServiceAccount,
  createSetupLink,
  type ExternalIdentity,
  inviteMember,
  type Lab,
  listRoles,
  managedRolePermissions,
  newId,
  OutboundError,
  type OutboundRequest,
  type OutboundResponse,
  type ServiceAccount,
  type Services,
  type SignedInContext,
  setUpOwner,
  signIn,
} from '@bonafide/core'
import { createServerKeyring, newMemberKeyring, newServerSecret, sealKeyring, sealRecovery } from '@bonafide/crypto'
import { connect, createRateLimiter, createStores, listenForExchanges } from '@bonafide/database'
import { createTestDatabase } from '@bonafide/database/testing'
import { createAws, createCloudSetup, createCredentialKinds, createDestinations } from '@bonafide/destinations'
import { createGraphqlDoor } from '@bonafide/graphql'
import { createIdentityProviders } from '@bonafide/identity-providers'
import { awsStsEndpoints } from '@bonafide/identity-providers/forms'
import { createMetrics, createRestApp, type Metrics } from '@bonafide/rest'
import {
  type AwsPrincipal,
  createAwsSts,
  createEntra,
  createOidcIssuer,
  type FetchLike,
  type SignOptions,
  signGetCallerIdentity,
  toEnvelope,
} from '@bonafide/stand-ins'
import { getRequestListener } from '@hono/node-server'

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))
const hex = (bytes: number): string => Buffer.from(random(bytes)).toString('hex')

/** One server process's worth of services, listening on a port of its own. */
export interface Node {
  url: string
  services: Services
  /** What this node has counted. */
  metrics: Metrics
  /** Statements that this node has sent to the database. */
  statements: string[]
  close(): Promise<void>
}

export interface Member {
  id: string
  email: string
  sessionToken: string
  /** What the member's use cases are called with. */
  context: SignedInContext
}

export type World = Awaited<ReturnType<typeof createWorld>>

export interface WorldOptions {
  /** What every node calls itself towards people and clients, given the URL that it listens on. */
  publicUrl?(listening: string): string
  /** The Lab, given the server's key and clock; off unless told. */
  lab?(given: { secret: string; now(): number }): Lab | null
}

/**
 * A product as it stands after set-up, over a real PostgreSQL and real HTTP, with stand-ins for STS and Entra as its whole outside. Its clock
 * can be moved; everything it sends out is counted.
 */
export async function createWorld({ publicUrl = () => 'https://bonafide.example', lab = () => null }: WorldOptions = {}) {
  const database = await createTestDatabase()
  const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs }
  const now = () => new Date(clock.now())
  const sts = createAwsSts({ now })
  const entra = createEntra({ now })
  const issuer = createOidcIssuer({ issuer: 'https://tokens.example.test', now })
  const secret = newServerSecret(random)
  const outbound: string[] = []
  const logged: string[] = []
  const nodes: Node[] = []

  const fetch = async (url: string, init: OutboundRequest = {}): Promise<OutboundResponse> => {
    outbound.push(url)
    const { host } = new URL(url)
    if (host === 'tokens.example.test') return bounded(issuer.fetch, url, init)
    return bounded(/(^|\.)sts[.-]|^sts\./.test(host) ? sts.fetch : entra.fetch, url, init)
  }

  /** Starts a node on the same database, with pools, caches and limits of its own. */
  const start = async (differing: Pick<Partial<Services>, 'lab' | 'limits' | 'runtime' | 'settings'> = {}): Promise<Node> => {
    const connection = connect(database.url, { poolSize: 8, connectionTimeoutMs: 20_000 })
    const statements: string[] = []
    countStatements(connection.pool, statements)
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const aws = createAws({ now: clock.now })
    const services: Services = {
      stores: createStores(connection.db),
      providers: createIdentityProviders(),
      clouds: { aws },
      credentialKinds: createCredentialKinds(aws),
      destinations: createDestinations(aws),
      cloudSetup: createCloudSetup(aws),
      keyring: createServerKeyring(secret),
      runtime: { now: clock.now, randomBytes: random, fetch },
      limits: createRateLimiter(connection.pool),
      passphrases: { authHash: neverDerived, deviceKey: neverDerived },
      settings: {
        publicUrl: publicUrl(url),
        version: '0.0.0',
        privateHosts: [],
        retention: { acceptedDays: 30, refusedDays: 90, auditDays: 400 },
      },
      lab: lab({ secret, now: clock.now }),
      ...differing,
    }
    const graphql = await createGraphqlDoor(services, { awsStsEndpoints })
    const listener = listenForExchanges(database.url)
    const stopping = new AbortController()
    const note = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields, errorsAsText)}`)
    const metrics = createMetrics(connection.pool)
    const app = createRestApp({
      services,
      secureCookies: true,
      version: '0.0.0',
      administration: services,
      graphql: (request, context) => graphql.handle(request, context),
      metrics,
      isReady: async () => true,
      live: (organisationId, signal) => listener.live(organisationId, signal),
      stopping: stopping.signal,
      log: { debug: note, warn: note, error: note },
      addressOf: (headers, peer) => headers.get('x-test-address') ?? peer ?? '',
    })
    server.on('request', getRequestListener(app.fetch))
    const node: Node = {
      url,
      services,
      metrics,
      statements,
      async close() {
        stopping.abort()
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
        await graphql.stop()
        await listener.close()
        await connection.close()
      },
    }
    nodes.push(node)
    return node
  }

  const node = await start()
  const { services } = node
  const anonymous = (): Context => ({
    ...services,
    actor: { kind: 'anonymous' },
    request: { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: '192.0.2.1', userAgent: 'test' },
  })

  /** The context of whoever signed in with this token. */
  const contextOf = async (sessionToken: string): Promise<SignedInContext> => {
    const context = anonymous()
    return { ...context, actor: await authenticate({ authorization: null, sessionToken }, context) }
  }

  const owner = await foundOwner()
  async function foundOwner(): Promise<Member> {
    const link = await createSetupLink(services)
    const email = `owner-${hex(4)}@example.org`
    const keys = browserKeys()
    const signedIn = await setUpOwner({ code: link?.code, email, fullName: 'Ada', organisationName: `Org ${hex(4)}`, ...keys }, anonymous())
    return { id: signedIn.member.id, email, sessionToken: signedIn.sessionToken, context: await contextOf(signedIn.sessionToken) }
  }

  const roleId = async (name: string): Promise<string> => {
    const rows = await listRoles(owner.context)
    const role = rows.find((candidate) => candidate.name === name)
    if (!role) throw new Error(`there is no role ${name}`)
    return role.id
  }

  /** Somebody who was invited with this role and has joined. */
  const member = async (roleName: string): Promise<Member> => {
    const email = `${roleName.toLowerCase()}-${hex(4)}@example.org`
    const keys = browserKeys()
    const { code } = await inviteMember({ email, roleId: await roleId('Developer') }, owner.context)
    const { member } = await acceptInvite({ code, fullName: roleName, ...keys }, anonymous())
    if (roleName !== 'Developer') await changeMemberRole({ memberId: member.id, roleId: await roleId(roleName) }, owner.context)
    // A new role ends the sessions of the old one.
    const { sessionToken } = await signIn({ email, authHash: keys.authHash }, anonymous())
    return { id: member.id, email, sessionToken, context: await contextOf(sessionToken) }
  }

  /** The owner of another organisation in the same database. */
  const foreigner = async (): Promise<SignedInContext> => {
    const organisationId = newId(services.runtime)
    const { organisations } = services.stores
    await organisations.insertOrganisation({ id: organisationId, name: `Other ${hex(4)}` })
    const permissions = managedRolePermissions.owner
    const [role] = await organisations.insertRoles([
      { id: newId(services.runtime), organisationId, key: 'owner', name: 'Owner', description: '', color: '', permissions },
      ...(['service'] as const).map((key) => ({
        id: newId(services.runtime),
        organisationId,
        key,
        name: 'Service',
        description: '',
        color: '',
        permissions: managedRolePermissions[key],
      })),
    ])
    if (!role) throw new Error('no role')
    const { identityKey, wrappedKeyring, wrappedRecovery } = browserKeys()
    const id = newId(services.runtime)
    const email = `foreign-${hex(4)}@example.org`
    await organisations.insertMember({
      id,
      organisationId,
      roleId: role.id,
      email,
      fullName: 'Mallory',
      authVerifier: random(32),
      identityKey,
      wrappedKeyring,
      wrappedRecovery,
    })
    return { ...anonymous(), actor: { kind: 'member', id, organisationId, name: 'Mallory', role, via: { kind: 'session', id } } }
  }

  let names = 0
  const account = async (fields: object = {}): Promise<ServiceAccount> =>
    createServiceAccount({ name: `account ${++names}`, roleId: await roleId('Service'), ...fields }, owner.context)

  /** An AWS identity that trusts a role of its own, bound to the account. */
  const awsIdentity = async (
    serviceAccountId: string,
    config: Record<string, unknown> = {},
    fields: object = {},
  ): Promise<ExternalIdentity> => {
    const principals = ['arn:aws:iam::111122223333:role/app']
    const identity = await createExtIdentity(
      { provider: 'aws_iam', name: `aws ${++names}`, config: { principals, ...config }, ...fields },
      owner.context,
    )
    await bindExtIdentity({ identityId: identity.id, serviceAccountId }, owner.context)
    return identity
  }

  /** What a workload with these credentials sends for this account. */
  const awsBody = (credentials: AwsPrincipal, serviceAccountId: string, options: Partial<SignOptions> & { ttl?: number } = {}) => {
    const { ttl, ...sign } = options
    return toEnvelope(signGetCallerIdentity({ credentials, region: 'eu-central-1', now: now(), ...sign }), serviceAccountId, ttl)
  }

  return {
    database,
    clock,
    now,
    sts,
    entra,
    issuer,
    secret,
    outbound,
    /** Every line that any node has logged. */
    logged,
    node,
    start,
    services,
    anonymous,
    contextOf,
    owner,
    roleId,
    member,
    foreigner,
    account,
    awsIdentity,
    awsBody,
    role: (roleName = 'app', sessionName = 'i-0abc') => sts.addRoleSession({ roleName, sessionName, account: '111122223333' }),
    /** One number: how many rows a table has. */
    async count(table: string): Promise<number> {
      const { rows } = await database.pool.query(`select count(*)::int as count from ${table}`)
      return rows[0].count
    },
    async close() {
      for (const one of nodes) await one.close()
      await database.drop()
    },
  }
}

/** Keys as a browser would make them, with the slow derivations replaced by chance: nobody signs in with the password here. */
export function browserKeys({ keyring, recoveryCode } = newMemberKeyring(random)) {
  const deviceKey = hex(32)
  return {
    authHash: hex(32),
    identityKey: keyring.publicKey,
    wrappedKeyring: sealKeyring(keyring, deviceKey, random),
    wrappedRecovery: sealRecovery(recoveryCode, deviceKey, random),
  }
}

const neverDerived = async (): Promise<string> => {
  throw new Error('no test of this world signs in by password')
}

/** The product's promises about outbound requests, kept over an in-process network: no redirects, a deadline, a size limit. */
async function bounded(
  fetch: FetchLike,
  url: string,
  { method = 'GET', headers = {}, body, timeoutMs = 5000, maxBytes = 65_536 }: OutboundRequest,
): Promise<OutboundResponse> {
  try {
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) })
    if (response.status >= 300 && response.status < 400) throw new OutboundError('redirected', 'redirected')
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (bytes.length > maxBytes) throw new OutboundError('too_large', 'too large')
    return { status: response.status, headers: Object.fromEntries(response.headers), body: bytes }
  } catch (error) {
    if (error instanceof OutboundError) throw error
    const timedOut = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
    throw new OutboundError(timedOut ? 'timeout' : 'unreachable', 'no answer', error)
  }
}

interface Queryable {
  query: (...args: never[]) => unknown
}

function countStatements(pool: { on(event: 'connect', listener: (client: Queryable) => void): unknown }, statements: string[]): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client)
    client.query = (...args: never[]) => {
      const first: unknown = args[0]
      statements.push(typeof first === 'string' ? first : String((first as { text?: string }).text))
      return query(...args)
    }
  })
}

const errorsAsText = (_: string, value: unknown): unknown => (value instanceof Error ? `${value.stack} ${String(value.cause)}` : value)

/** Sends a JSON body and reads a JSON answer. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await globalThis.fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: text === '' ? null : JSON.parse(text) }
}
