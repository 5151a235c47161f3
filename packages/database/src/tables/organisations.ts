import type { ManagedRoleKey, Permissions } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant, updatedAt } from './columns.ts'

export const organisations = pgTable(
  'organisations',
  {
    id: id(),
    name: text('name').notNull(),
    /** That of its trust policy, where a login's statement can lock it; 0: no policy was ever set. */
    trustPolicyVersion: integer('trust_policy_version').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex('organisations_name').on(sql`lower(${table.name})`)],
)

export const roles = pgTable(
  'roles',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    color: text('color').notNull().default(''),
    key: text('key').$type<ManagedRoleKey>(),
    permissions: jsonb('permissions').$type<Permissions>().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('roles_name').on(table.organisationId, sql`lower(${table.name})`),
    uniqueIndex('roles_key').on(table.organisationId, table.key).where(sql`${table.key} is not null`),
    check('roles_key_known', sql`${table.key} in ('owner', 'admin', 'manager', 'developer', 'service')`),
  ],
)

export const members = pgTable(
  'members',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id),
    email: text('email').notNull(),
    fullName: text('full_name').notNull(),
    /** SHA-256 of the auth hash, which itself is argon2id of the password. */
    authVerifier: bytea('auth_verifier').notNull(),
    /** Ed25519 public key, hex. */
    identityKey: text('identity_key').notNull(),
    wrappedKeyring: text('wrapped_keyring').notNull(),
    wrappedRecovery: text('wrapped_recovery').notNull(),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('members_email').on(sql`lower(${table.email})`).where(sql`${table.deletedAt} is null`),
    index('members_organisation').on(table.organisationId, table.id),
    index('members_full_name').on(table.organisationId, sql`lower(${table.fullName})`, table.id),
  ],
)

export const invites = pgTable(
  'invites',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id),
    email: text('email').notNull(),
    tokenHash: bytea('token_hash').notNull(),
    invitedByMemberId: uuid('invited_by_member_id').references(() => members.id),
    expiresAt: instant('expires_at').notNull(),
    acceptedAt: instant('accepted_at'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('invites_token_hash').on(table.tokenHash),
    uniqueIndex('invites_open').on(table.organisationId, sql`lower(${table.email})`).where(sql`${table.acceptedAt} is null`),
  ],
)
