import { randomBytes } from 'node:crypto'
import {
  createApp,
  listEnvironments,
  type ManagedRoleKey,
  managedRolePermissions,
  newId,
  type Permissions,
  type Role,
  type Services,
  type SignedInActor,
  type SignedInContext,
} from '@bonafide/core'
import {
  createServerKeyring,
  hashBearerValue,
  type Keyring,
  keyringKeyPair,
  mintToken,
  newServerSecret,
  newServiceAccountKeyring,
} from '@bonafide/crypto'
import { createStores } from '../../stores.ts'
import * as tables from '../../tables/index.ts'
import { createTestDatabase } from '../../testing.ts'

export const random = (length: number) => new Uint8Array(randomBytes(length))

/** Somebody of an organisation, with keys, a token and what use cases are called with. */
export interface Somebody {
  id: string
  keyring: Keyring
  token: string
  actor: SignedInActor
  context: SignedInContext
}

export type SecretWorld = Awaited<ReturnType<typeof createSecretWorld>>

/** A real database and the parts of a server that secrets need; no HTTP. */
export async function createSecretWorld() {
  const database = await createTestDatabase()
  const runtime: Services['runtime'] = { now: Date.now, randomBytes: random, fetch: () => Promise.reject(new Error('nothing is sent out')) }
  const services = {
    stores: createStores(database.db),
    keyring: createServerKeyring(newServerSecret(random)),
    runtime,
    limits: { take: async () => 0 },
    settings: { publicUrl: 'http://bonafide.test', version: '0.0.0', retention: { acceptedDays: 30, refusedDays: 90, auditDays: 400 } },
    lab: null,
  } as unknown as Services
  const id = () => newId(runtime)
  let names = 0

  async function organisation() {
    const organisationId = id()
    await database.db.insert(tables.organisations).values({ id: organisationId, name: `Organisation ${id()}` })
    const roles = new Map<string, Role>()
    const role = async (key: ManagedRoleKey | null, permissions: Permissions): Promise<Role> => {
      const found = key && roles.get(key)
      if (found) return found
      const made: Role = {
        id: id(),
        organisationId,
        name: key ?? `custom ${++names}`,
        description: '',
        color: '',
        key,
        permissions,
        createdAt: new Date(),
        updatedAt: new Date(),
      }
      await database.db.insert(tables.roles).values(made)
      if (key) roles.set(key, made)
      return made
    }
    const managed = (key: ManagedRoleKey) => role(key, managedRolePermissions[key])

    async function member(roleOf: Role): Promise<Somebody> {
      const keyring = newServiceAccountKeyring(random)
      const memberId = id()
      const name = `member ${++names}`
      const secret = { authVerifier: random(32), wrappedKeyring: '', wrappedRecovery: '' }
      const row = {
        id: memberId,
        organisationId,
        roleId: roleOf.id,
        email: `${memberId}@example.org`,
        fullName: name,
        identityKey: keyring.publicKey,
      }
      await database.db.insert(tables.members).values({ ...row, ...secret })
      const minted = mintToken('pss_user:v1', keyringKeyPair(keyring), random)
      const token = {
        id: id(),
        memberId,
        name,
        valueHash: hashOf(minted.value),
        identityKey: minted.publicKey,
        wrappedKeyShare: minted.wrappedKeyShare,
      }
      await database.db.insert(tables.personalAccessTokens).values(token)
      return somebody(keyring, minted.token, {
        kind: 'member',
        id: memberId,
        organisationId,
        name,
        role: roleOf,
        via: { kind: 'personal_access_token', id: token.id },
      })
    }

    async function account(roleOf?: Role): Promise<Somebody> {
      const accountRole = roleOf ?? (await managed('service'))
      const keyring = newServiceAccountKeyring(random)
      const accountId = id()
      const name = `account ${++names}`
      await database.db
        .insert(tables.serviceAccounts)
        .values({ id: accountId, organisationId, roleId: accountRole.id, name, identityKey: keyring.publicKey })
      const minted = mintToken('pss_service:v2', keyringKeyPair(keyring), random)
      const shares = { identityKey: minted.publicKey, wrappedKeyShare: minted.wrappedKeyShare }
      const token = { id: id(), serviceAccountId: accountId, name, valueHash: hashOf(minted.value), ...shares }
      await database.db.insert(tables.serviceAccountTokens).values(token)
      const via = { kind: 'service_account_token', id: token.id } as const
      return somebody(keyring, minted.token, {
        kind: 'service_account',
        id: accountId,
        organisationId,
        name,
        role: accountRole,
        via,
        simulated: false,
        narrowing: null,
      })
    }

    const owner = await member(await managed('owner'))
    return { id: organisationId, owner, member, account, managed, custom: (permissions: Permissions) => role(null, permissions) }
  }

  const hashOf = (value: string) => new Uint8Array(Buffer.from(hashBearerValue(value), 'hex'))
  const somebody = (keyring: Keyring, token: string, actor: SignedInActor): Somebody => ({
    id: actor.id,
    keyring,
    token,
    actor,
    context: { ...services, actor, request: { id: `req_${id()}`, ip: '192.0.2.1', userAgent: 'test' } },
  })

  return {
    database,
    services,
    id,
    organisation,
    async close() {
      await database.drop()
    },
    async count(table: string): Promise<number> {
      return (await database.pool.query(`select count(*)::int as count from ${table}`)).rows[0].count
    },
    /** An app of its own with the default environments. */
    async app(maker: Somebody, fields: object = {}) {
      const app = await createApp({ name: `App ${++names}`, ...fields }, maker.context)
      const environments = await listEnvironments({ appId: app.id }, maker.context)
      return { ...app, environments, environmentId: environments[0]?.id ?? '' }
    },
  }
}
