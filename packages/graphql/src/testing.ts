import {
  type ExternalIdentity,
  managedRolePermissions,
  newId,
  type Role,
  type ServiceAccount,
  type Services,
  type SignedInContext,
} from '@bonafide/core'
import { createGraphqlDoor, type GraphqlOptions } from './door/door.ts'

const random = (length: number): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(length))
const epoch = new Date('2026-01-01T00:00:00Z')
export const id = (): string => newId({ now: Date.now, randomBytes: random })

/** A door over stores that hold one organisation in memory and count what they are asked. */
export async function createDoorWorld(options: Partial<GraphqlOptions> = {}) {
  const organisationId = id()
  const asked: string[] = []
  const failures = new Map<string, unknown>()
  /** A store whose methods are noted; one that is to fail, or that nobody wrote, throws. */
  const store = <Methods extends object>(name: string, methods: Methods) =>
    new Proxy(methods, {
      get:
        (target, method) =>
        (...given: unknown[]) => {
          const call = `${name}.${String(method)}`
          asked.push(call)
          const written = (target as Record<PropertyKey, ((...given: unknown[]) => unknown) | undefined>)[method]
          const failure = failures.get(call) ?? (written ? undefined : new TypeError(`${call} is not a function`))
          return failure ? Promise.reject(failure) : Promise.resolve(written?.(...given))
        },
    })

  const role = (key: Role['key'], permissions = managedRolePermissions.owner): Role => ({
    id: id(),
    organisationId,
    name: key ?? 'custom',
    description: '',
    color: '',
    key,
    permissions,
    createdAt: epoch,
    updatedAt: epoch,
  })
  const owner = role('owner')
  const identities: ExternalIdentity[] = []
  const accounts: ServiceAccount[] = []
  const page = <Row>(rows: Row[]) => ({
    rows,
    values: rows.map(() => null),
    order: { field: 'createdAt', descending: true },
    hasNextPage: false,
    hasPreviousPage: false,
    totalCount: rows.length,
  })
  const stores = {
    organisations: store('organisations', {
      findOrganisation: () => ({ id: organisationId, name: 'Acme', createdAt: epoch, updatedAt: epoch }),
      listRoles: () => [owner],
      findMember: () => ({ id: organisationId, email: 'ada@example.org', fullName: 'Ada', role: owner }),
    }),
    serviceAccounts: store('serviceAccounts', {
      list: () => page(accounts),
      find: (_: string, wanted: string) => accounts.find((account) => account.id === wanted) ?? null,
    }),
    externalIdentities: store('externalIdentities', {
      list: () => page(identities),
      find: (_: string, wanted: string) => identities.find((identity) => identity.id === wanted) ?? null,
      findMany: (_: string, wanted: string[]) => identities.filter((identity) => wanted.includes(identity.id)),
      insert: (identity: ExternalIdentity) => void identities.push(identity),
    }),
    exchanges: store('exchanges', { list: () => page([]) }),
    signIn: store('signIn', { findSealedKeyring: () => null }),
    audit: store('audit', { insert: () => undefined }),
    transaction: (work: (inside: unknown) => unknown) => work(stores),
  }
  const services = {
    stores,
    providers: {},
    clouds: {},
    credentialKinds: {},
    destinations: {},
    keyring: { publicKey: '0'.repeat(64) },
    runtime: { now: Date.now, randomBytes: random, fetch: () => Promise.reject(new Error('no network here')) },
    limits: { take: async () => 0 },
    settings: {
      publicUrl: 'https://bonafide.example',
      version: '0.0.0',
      retention: { acceptedDays: 30, refusedDays: 90, auditDays: 400 },
    },
    lab: null,
  } as unknown as Services

  const context = (actorRole: Role = owner): SignedInContext => ({
    ...services,
    actor: { kind: 'member', id: organisationId, organisationId, name: 'Ada', role: actorRole, via: { kind: 'session', id: id() } },
    request: { id: `req_${id().replaceAll('-', '')}`, ip: '192.0.2.1', userAgent: 'test' },
  })

  const door = await createGraphqlDoor(services, { awsStsEndpoints: [], ...options })
  const send = (init: RequestInit, as: Parameters<typeof door.handle>[1] = context()) =>
    door.handle(new Request('https://bonafide.example/api/graphql', { method: 'POST', ...init }), as)

  return {
    door,
    services,
    asked,
    failures,
    identities,
    accounts,
    organisationId,
    owner,
    role,
    context,
    send,
    anonymous: (): Parameters<typeof door.handle>[1] => ({ ...context(), actor: { kind: 'anonymous' } }),
    /** Sends a document as clients do. */
    async ask(query: unknown, variables?: unknown, more: { as?: SignedInContext; operationName?: string; accept?: string } = {}) {
      const headers = { 'content-type': 'application/json', ...(more.accept ? { accept: more.accept } : {}) }
      const response = await send({ headers, body: JSON.stringify({ query, variables, operationName: more.operationName }) }, more.as)
      const text = await response.text()
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) as Answer }
    },
  }
}

export interface Answer {
  data?: Record<string, unknown> | null
  errors?: {
    message: string
    path?: (string | number)[]
    extensions: { code: string; status: number; requestId: string; [more: string]: unknown }
  }[]
}
