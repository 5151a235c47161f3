import { sql } from 'drizzle-orm'
import { check, doublePrecision, index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, instant } from './columns.ts'
import { members } from './organisations.ts'

export const sessions = pgTable(
  'sessions',
  {
    id: id(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    tokenHash: bytea('token_hash').notNull(),
    ip: text('ip').notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: createdAt(),
    lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
    /** Absolute end; the idle end follows from `last_seen_at`. */
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (table) => [uniqueIndex('sessions_token_hash').on(table.tokenHash), index('sessions_member').on(table.memberId, table.id)],
)

export const personalAccessTokens = pgTable(
  'personal_access_tokens',
  {
    id: id(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SHA-256 of the 64 hex digits that a client sends. */
    valueHash: bytea('value_hash').notNull(),
    /** X25519 public key of the member, hex. */
    identityKey: text('identity_key').notNull(),
    /** Null: manages everything, but decrypts nothing on its own. */
    wrappedKeyShare: text('wrapped_key_share'),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    lastUsedIp: text('last_used_ip'),
    revokedAt: instant('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('personal_access_tokens_value_hash').on(table.valueHash),
    index('personal_access_tokens_member').on(table.memberId, table.id),
    check('personal_access_tokens_value_hash_length', sql`length(${table.valueHash}) = 32`),
  ],
)

/** Facts of the installation: the set-up link, the check value of the server keys. */
export const serverSettings = pgTable('server_settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').$type<Record<string, unknown>>().notNull(),
  createdAt: createdAt(),
})

/** Token buckets; nodes lease blocks of calls from them. */
export const rateLimitBuckets = pgTable('rate_limit_buckets', {
  bucket: text('bucket').primaryKey(),
  /** Calls left when `refilled_at` was written; may be fractional. */
  tokens: doublePrecision('tokens').notNull(),
  refilledAt: instant('refilled_at').notNull(),
})
