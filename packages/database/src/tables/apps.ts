import type { EnvironmentType } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, updatedAt } from './columns.ts'
import { members, organisations } from './organisations.ts'
import { serviceAccounts } from './service-accounts.ts'

export const apps = pgTable(
  'apps',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    serverEncryption: boolean('server_encryption').notNull(),
    simulated: boolean('simulated').notNull().default(false),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('apps_organisation').on(table.organisationId, table.id),
    uniqueIndex('apps_name').on(table.organisationId, sql`lower(${table.name})`).where(sql`${table.deletedAt} is null`),
  ],
)

export const environments = pgTable(
  'environments',
  {
    id: id(),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    type: text('type').$type<EnvironmentType>().notNull(),
    position: integer('position').notNull(),
    identityKey: text('identity_key').notNull(),
    serverWrappedSeed: text('server_wrapped_seed'),
    serverWrappedSalt: text('server_wrapped_salt'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('environments_name').on(table.appId, sql`lower(${table.name})`),
    index('environments_organisation').on(table.organisationId),
    check('environments_type', sql`${table.type} in ('dev', 'staging', 'prod', 'custom')`),
    check('environments_server_keys', sql`(${table.serverWrappedSeed} is null) = (${table.serverWrappedSalt} is null)`),
  ],
)

export const environmentKeys = pgTable(
  'environment_keys',
  {
    id: id(),
    environmentId: uuid('environment_id')
      .notNull()
      .references(() => environments.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id').references(() => members.id, { onDelete: 'cascade' }),
    serviceAccountId: uuid('service_account_id').references(() => serviceAccounts.id, { onDelete: 'cascade' }),
    wrappedSeed: text('wrapped_seed').notNull(),
    wrappedSalt: text('wrapped_salt').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('environment_keys_member').on(table.memberId, table.environmentId).where(sql`${table.memberId} is not null`),
    uniqueIndex('environment_keys_account')
      .on(table.serviceAccountId, table.environmentId)
      .where(sql`${table.serviceAccountId} is not null`),
    index('environment_keys_environment').on(table.environmentId),
    check('environment_keys_one_holder', sql`(${table.memberId} is null) <> (${table.serviceAccountId} is null)`),
  ],
)
