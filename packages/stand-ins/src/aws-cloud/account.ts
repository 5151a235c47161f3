import { randomBytes, randomUUID } from 'node:crypto'
import { type AwsCredentials, type AwsPrincipal, completePrincipal, iamUser, rootUser } from '../principals.ts'
import type { Policy } from './policy.ts'
import type { StoredSecret } from './secret.ts'

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion'

export interface KmsKey {
  arn: string
  state: KeyState
}

export interface Role {
  name: string
  arn: string
  /** `AROA…`; another one for a role of the same name that is made again. */
  id: string
  trust: Policy
  policies: readonly Policy[]
  maxSessionSeconds: number
}

/** An OpenID Connect provider of IAM: whose web identity tokens an account's roles may trust. */
export interface OidcProvider {
  arn: string
  url: string
  clientIds: readonly string[]
}

/** Somebody who may call: the keys, what they may do, and for a session the role that was assumed. */
export interface Caller extends AwsPrincipal {
  policies: readonly Policy[]
  /** Narrows what the role may do; given with AssumeRole. */
  sessionPolicy?: Policy
  role?: Role
}

export interface AwsAccount {
  id: string
  roles: Map<string, Role>
  oidcProviders: Map<string, OidcProvider>
  keys: Map<string, KmsKey>
  /** By region, then by name. */
  secrets: Map<string, Map<string, StoredSecret>>
  /** Regions that nobody has opted into. */
  disabledRegions: Set<string>
  addRole(role: { name: string; trust: Policy; policies?: readonly Policy[]; maxSessionSeconds?: number }): Role
  /** `keys`: made up unless given. */
  addUser(user: { name: string; policies?: readonly Policy[]; keys?: AwsCredentials }): Caller
  addRoot(): Caller
  addOidcProvider(provider: { url: string; clientIds: readonly string[] }): OidcProvider
  addKey(region: string, state?: KeyState): KmsKey
}

/** An account of AWS with its own roles, users, keys and secrets; `register` makes a caller's keys known to the cloud. */
export function createAccount(id: string, register: (caller: Caller) => void): AwsAccount {
  const roles = new Map<string, Role>()
  const oidcProviders = new Map<string, OidcProvider>()
  const keys = new Map<string, KmsKey>()
  const known = (caller: Caller): Caller => {
    register(caller)
    return caller
  }
  return {
    id,
    roles,
    oidcProviders,
    keys,
    secrets: new Map(),
    disabledRegions: new Set(),
    addRole({ name, trust, policies = [], maxSessionSeconds = 3600 }) {
      const role = { name, arn: `arn:aws:iam::${id}:role/${name}`, id: roleId(), trust, policies, maxSessionSeconds }
      roles.set(role.arn, role)
      return role
    },
    addUser: ({ name, policies = [], keys }) =>
      known({ ...completePrincipal({ ...iamUser({ account: id, userName: name }), ...keys }), policies }),
    addRoot: () => known({ ...completePrincipal(rootUser({ account: id })), policies: [everything] }),
    addOidcProvider({ url, clientIds }) {
      const provider = { arn: `arn:aws:iam::${id}:oidc-provider/${url.replace(/^https?:\/\//, '')}`, url, clientIds }
      oidcProviders.set(provider.arn, provider)
      return provider
    },
    addKey(region, state = 'Enabled') {
      const key = { arn: `arn:aws:kms:${region}:${id}:key/${randomUUID()}`, state }
      keys.set(key.arn, key)
      return key
    },
  }
}

const everything: Policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

const roleId = (): string => `AROA${randomBytes(11).toString('hex').toUpperCase().slice(0, 17)}`
