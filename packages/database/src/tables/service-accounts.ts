import type { Narrowing } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant, updatedAt } from './columns.ts'
import { externalIdentities } from './external-identities.ts'
import { members, organisations, roles } from './organisations.ts'

export const serviceAccounts = pgTable(
  'service_accounts',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    roleId: uuid('role_id')
      .notNull()
      .references(() => roles.id),
    name: text('name').notNull(),
    identityKey: text('identity_key').notNull(),
    serverWrappedKeyring: text('server_wrapped_keyring'),
    simulated: boolean('simulated').notNull().default(false),
    disabledAt: instant('disabled_at'),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('service_accounts_organisation').on(table.organisationId, table.id),
    uniqueIndex('service_accounts_name').on(table.organisationId, sql`lower(${table.name})`).where(sql`${table.deletedAt} is null`),
  ],
)

/** Members who hold a client-managed account's keyring, wrapped for them. */
export const serviceAccountHandlers = pgTable(
  'service_account_handlers',
  {
    serviceAccountId: uuid('service_account_id')
      .notNull()
      .references(() => serviceAccounts.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    wrappedKeyring: text('wrapped_keyring').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.serviceAccountId, table.memberId] })],
)

export const identityBindings = pgTable(
  'identity_bindings',
  {
    serviceAccountId: uuid('service_account_id')
      .notNull()
      .references(() => serviceAccounts.id, { onDelete: 'cascade' }),
    externalIdentityId: uuid('external_identity_id')
      .notNull()
      .references(() => externalIdentities.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceAccountId, table.externalIdentityId] }),
    index('identity_bindings_identity').on(table.externalIdentityId),
  ],
)

export const serviceAccountTokens = pgTable(
  'service_account_tokens',
  {
    id: id(),
    serviceAccountId: uuid('service_account_id')
      .notNull()
      .references(() => serviceAccounts.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SHA-256 of the 64 hex digits that a client sends; the value itself is nowhere. */
    valueHash: bytea('value_hash').notNull(),
    identityKey: text('identity_key').notNull(),
    wrappedKeyShare: text('wrapped_key_share').notNull(),
    createdByMemberId: uuid('created_by_member_id'),
    createdByServiceAccountId: uuid('created_by_service_account_id'),
    /** Set together on tokens that an exchange made. No foreign key: the row outlives the identity as a record. */
    externalIdentityId: uuid('external_identity_id'),
    exchangeId: uuid('exchange_id'),
    principal: text('principal'),
    /** Minted only because the identity was report-only. */
    reported: boolean('reported').notNull().default(false),
    /** The identity's maximum when the token was made, in seconds. */
    maxTtlSeconds: integer('max_ttl_seconds'),
    /** What it may do at most; null: whatever the account may. */
    narrowing: jsonb('narrowing').$type<Narrowing>(),
    /** The tokens that it was narrowed from, the first one first: it ends with any of them. */
    derivedFrom: uuid('derived_from').array(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    lastUsedIp: text('last_used_ip'),
    revokedAt: instant('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('service_account_tokens_value_hash').on(table.valueHash),
    index('service_account_tokens_account').on(table.serviceAccountId, table.id),
    // What lives longest first; what never expires lives longest.
    index('service_account_tokens_end').on(table.serviceAccountId, sql`coalesce(${table.expiresAt}, 'infinity'::timestamptz)`),
    index('service_account_tokens_identity').on(table.externalIdentityId, table.id).where(sql`${table.externalIdentityId} is not null`),
    index('service_account_tokens_expiry').using('brin', table.expiresAt),
    check('service_account_tokens_value_hash_length', sql`length(${table.valueHash}) = 32`),
    // What was narrowed from another token ends, and says to what.
    check(
      'service_account_tokens_derived_narrowed',
      sql`${table.derivedFrom} is null or (${table.narrowing} is not null and ${table.expiresAt} is not null and cardinality(${table.derivedFrom}) > 0)`,
    ),
    // What an exchange made always ends, and never later than its identity allowed.
    check(
      'service_account_tokens_exchanged_expire',
      sql`${table.exchangeId} is null or (${table.expiresAt} is not null and ${table.externalIdentityId} is not null and ${table.maxTtlSeconds} is not null and ${table.expiresAt} <= ${table.createdAt} + ${table.maxTtlSeconds} * interval '1 second')`,
    ),
  ],
)
