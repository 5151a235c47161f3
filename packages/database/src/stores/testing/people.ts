import { randomBytes } from 'node:crypto'
import {
  type AuditEvent,
  acceptInvite,
  authenticate,
  byAge,
  type Context,
  changeMemberRole,
  createRole,
  createSetupLink,
  type IdentityProviders,
  inviteMember,
  isDomainError,
  listRoles,
  type ManagedRoleKey,
  type Permissions,
  parsePage,
  type Role,
  type Services,
  type SignedIn,
  type SignedInContext,
  type Stores,
  setUpOwner,
  signIn,
} from '@bonafide/core'
import { createServerKeyring, hashBearerValue, newServerSecret } from '@bonafide/crypto'
import type { Executor } from '../../executor.ts'
import { createTestDatabase, type TestDatabase } from '../../testing.ts'
import { createAppStore } from '../apps.ts'
import { createAuditStore } from '../audit.ts'
import { createOrganisationStore } from '../organisations.ts'
import { createServiceAccountStore } from '../service-accounts.ts'
import { createSignInStore } from '../sign-in.ts'

/** An installation with people in it, over a database of its own. */
export interface People {
  database: TestDatabase
  services: Services
  /** Somebody who has not signed in. */
  stranger: Context
  owner: Person
  /** Signs in somebody new, invited by the owner and then given the role. */
  join(role: ManagedRoleKey | Role): Promise<Person>
  /** Makes a role and somebody who holds it. */
  joinWith(permissions: Permissions): Promise<Person>
  roleOf(key: ManagedRoleKey): Promise<Role>
  /** The audit rows of one action, newest first. */
  audit(action: string): Promise<AuditEvent[]>
  drop(): Promise<void>
}

export interface Person extends SignedIn {
  email: string
  /** As the next request of this session would be authenticated. */
  context: SignedInContext
}

export const password = 'correct horse battery staple'

export async function createPeople(changes: Partial<Services> = {}): Promise<People> {
  const database = await createTestDatabase()
  const services = { ...servicesOver(database.db), ...changes }
  const stranger: Context = { ...services, actor: { kind: 'anonymous' }, request: { id: 'req_test', ip: '192.0.2.7', userAgent: 'test' } }
  const owner = await firstOwner(stranger)

  const roleOf = async (key: ManagedRoleKey): Promise<Role> => {
    const role = (await listRoles(owner.context)).find((candidate) => candidate.key === key)
    if (!role) throw new Error(`there is no role ${key}`)
    return role
  }
  const join = async (wanted: ManagedRoleKey | Role): Promise<Person> => {
    const role = typeof wanted === 'string' ? await roleOf(wanted) : wanted
    const email = `${hashBearerValue(String(Math.random())).slice(0, 12)}@people.test`
    const { code } = await inviteMember({ email, roleId: (await roleOf('developer')).id }, owner.context)
    const joined = await acceptInvite({ code, fullName: `Person ${email.slice(0, 4)}`, password }, stranger)
    if (role.key === 'developer') return asPerson(joined, stranger)
    await changeMemberRole({ memberId: joined.member.id, roleId: role.id }, owner.context)
    return signInAgain(joined.member.email, stranger)
  }
  return {
    database,
    services,
    stranger,
    owner,
    join,
    roleOf,
    joinWith: async (permissions) => join(await createRole({ name: randomBytes(6).toString('hex'), permissions }, owner.context)),
    audit: async (action) => (await services.stores.audit.list(owner.organisation.id, { action }, parsePage({ first: 100 }, byAge))).rows,
    drop: () => database.drop(),
  }
}

/** A second organisation in the same database. Only one can be set up from outside, so it is put there. */
export async function foreignOwner(people: People): Promise<Person> {
  const { pool } = people.database
  const organisationId = crypto.randomUUID()
  const memberId = crypto.randomUUID()
  await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, `Foreign ${organisationId}`])
  await pool.query(
    `insert into roles (id, organisation_id, name, key, permissions)
     select gen_random_uuid(), $1, name, key, permissions from roles where organisation_id = $2 and key is not null`,
    [organisationId, people.owner.organisation.id],
  )
  const email = `${memberId}@foreign.test`
  await pool.query(
    `insert into members (id, organisation_id, role_id, email, full_name, auth_verifier, identity_key, wrapped_keyring, wrapped_recovery)
     select $1, $2, (select id from roles where organisation_id = $2 and key = 'owner'), $3, 'Foreign Owner', sha256(convert_to($4, 'UTF8')),
       identity_key, wrapped_keyring, wrapped_recovery from members where id = $5`,
    [memberId, organisationId, email, authHashOf(email, password), people.owner.member.id],
  )
  return signInAgain(email, people.stranger)
}

export async function signInAgain(email: string, stranger: Context): Promise<Person> {
  return asPerson(await signIn({ email, password }, stranger), stranger)
}

export async function asPerson(signedIn: SignedIn, stranger: Context): Promise<Person> {
  return { ...signedIn, email: signedIn.member.email, context: await contextOf(signedIn.sessionToken, stranger) }
}

/** The context of a request with this session; fails as the request would. */
export async function contextOf(sessionToken: string, stranger: Context): Promise<SignedInContext> {
  return { ...stranger, actor: await authenticate({ authorization: null, sessionToken }, stranger) }
}

/** The code of the DomainError that a deed fails with; any other outcome fails the test. */
export async function refusal(deed: Promise<unknown>): Promise<string> {
  try {
    await deed
  } catch (error) {
    if (isDomainError(error)) return error.code
    throw error
  }
  throw new Error('nothing was refused')
}

export const authHashOf = (email: string, password: string): string => hashBearerValue(`auth ${email} ${password}`)

/** Services without argon2id, whose seconds are spent in the tests of the crypto package. */
export function servicesOver(db: Executor): Services {
  const random = (length: number) => new Uint8Array(randomBytes(length))
  return {
    stores: storesOver(db),
    providers: {} as IdentityProviders,
    clouds: {} as Services['clouds'],
    credentialKinds: {} as Services['credentialKinds'],
    cloudSetup: {} as Services['cloudSetup'],
    destinations: {} as Services['destinations'],
    keyring: createServerKeyring(newServerSecret(random)),
    runtime: {
      now: Date.now,
      randomBytes: random,
      fetch: () => Promise.reject(new Error('no network here')),
    },
    limits: { take: async () => 0 },
    passphrases: {
      authHash: async (email, password) => authHashOf(email, password),
      deviceKey: async (email, password) => hashBearerValue(`device ${email} ${password}`),
    },
    settings: {
      publicUrl: 'https://bonafide.test',
      version: '0.0.0',
      privateHosts: [],
      retention: { acceptedDays: 30, refusedDays: 90, auditDays: 400 },
    },
    lab: null,
  }
}

function storesOver(db: Executor): Stores {
  return {
    organisations: createOrganisationStore(db),
    signIn: createSignInStore(db),
    serviceAccounts: createServiceAccountStore(db),
    apps: createAppStore(db),
    audit: createAuditStore(db),
    get lab(): never {
      throw notPeople()
    },
    get externalIdentities(): never {
      throw notPeople()
    },
    get trustPolicies(): never {
      throw notPeople()
    },
    get exchanges(): never {
      throw notPeople()
    },
    get issuerHealth(): never {
      throw notPeople()
    },
    get credentials(): never {
      throw notPeople()
    },
    get syncs(): never {
      throw notPeople()
    },
    get webhooks(): never {
      throw notPeople()
    },
    get issuerKeys(): never {
      throw notPeople()
    },
    get refusedInbox(): never {
      throw notPeople()
    },
    get overview(): never {
      throw notPeople()
    },
    get secrets(): never {
      throw notPeople()
    },
    transaction: (work) => db.transaction((transaction) => work(storesOver(transaction))),
  }
}

const notPeople = () => new Error('people have nothing to do with this store')

async function firstOwner(stranger: Context): Promise<Person> {
  const link = await createSetupLink(stranger)
  const input = { code: link?.code, email: 'owner@people.test', fullName: 'The Owner', organisationName: 'People', password }
  return asPerson(await setUpOwner(input, stranger), stranger)
}
