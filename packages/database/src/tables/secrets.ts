import type { SecretType } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { environments } from './apps.ts'
import { createdAt, id, instant, updatedAt } from './columns.ts'
import { members, organisations } from './organisations.ts'

export const secrets = pgTable(
  'secrets',
  {
    id: id(),
    environmentId: uuid('environment_id')
      .notNull()
      .references(() => environments.id, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    key: text('key').notNull(),
    keyDigest: text('key_digest').notNull(),
    value: text('value').notNull(),
    comment: text('comment').notNull().default(''),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    type: text('type').$type<SecretType>().notNull().default('secret'),
    version: integer('version').notNull().default(1),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('secrets_key').on(table.environmentId, table.path, table.keyDigest).where(sql`${table.deletedAt} is null`),
    check('secrets_type', sql`${table.type} in ('secret', 'sealed', 'config')`),
  ],
)

/** The encrypted snapshot of every version, and who wrote it. */
export const secretVersions = pgTable(
  'secret_versions',
  {
    id: id(),
    secretId: uuid('secret_id')
      .notNull()
      .references(() => secrets.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    event: text('event').$type<'create' | 'update' | 'delete'>().notNull(),
    path: text('path').notNull(),
    key: text('key').notNull(),
    keyDigest: text('key_digest').notNull(),
    value: text('value').notNull(),
    comment: text('comment').notNull(),
    tags: text('tags').array().notNull(),
    type: text('type').$type<SecretType>().notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: uuid('actor_id'),
    actorName: text('actor_name').notNull(),
    createdAt: createdAt(),
  },
  (table) => [uniqueIndex('secret_versions_secret').on(table.secretId, table.version, table.event)],
)

/** A member's own value of a secret, for that member's personal access tokens alone. */
export const secretOverrides = pgTable(
  'secret_overrides',
  {
    id: id(),
    secretId: uuid('secret_id')
      .notNull()
      .references(() => secrets.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    value: text('value').notNull(),
    isActive: boolean('is_active').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('secret_overrides_member').on(table.secretId, table.memberId),
    index('secret_overrides_owner').on(table.memberId),
  ],
)

export const secretTags = pgTable(
  'secret_tags',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    color: text('color').notNull().default(''),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.name] }),
    uniqueIndex('secret_tags_name').on(table.organisationId, sql`lower(${table.name})`),
  ],
)
