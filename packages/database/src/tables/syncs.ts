import type { DestinationId, DriftRule, RunFailureCode, RunOutcome, RunReason } from '@bonafide/core'
import { sql } from 'drizzle-orm'
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { apps, environments } from './apps.ts'
import { createdAt, id, instant, updatedAt } from './columns.ts'
import { credentials } from './credentials.ts'
import { members, organisations } from './organisations.ts'

const count = (name: string) => bigint(name, { mode: 'number' }).notNull()

/** Environments that are kept equal to secrets elsewhere. */
export const syncs = pgTable(
  'syncs',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    appId: uuid('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    environmentId: uuid('environment_id')
      .notNull()
      .references(() => environments.id, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    destination: text('destination').$type<DestinationId>().notNull(),
    credentialId: uuid('credential_id')
      .notNull()
      .references(() => credentials.id),
    options: jsonb('options').$type<unknown>().notNull(),
    place: text('place').notNull(),
    keyPrefix: text('key_prefix').notNull(),
    neverDeletes: boolean('never_deletes').notNull(),
    onDrift: text('on_drift').$type<DriftRule>().notNull(),
    referencedEnvironmentIds: uuid('referenced_environment_ids').array().notNull(),
    pausedAt: instant('paused_at'),
    pausedBy: text('paused_by'),
    version: integer('version').notNull(),
    createdByMemberId: uuid('created_by_member_id').references(() => members.id, { onDelete: 'set null' }),
    deletedAt: instant('deleted_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('syncs_organisation').on(table.organisationId, table.id),
    index('syncs_app').on(table.appId),
    index('syncs_environment').on(table.environmentId).where(sql`${table.deletedAt} is null`),
    index('syncs_credential').on(table.credentialId).where(sql`${table.deletedAt} is null`),
    index('syncs_references').using('gin', table.referencedEnvironmentIds).where(sql`${table.deletedAt} is null`),
    uniqueIndex('syncs_place').on(table.place).where(sql`${table.deletedAt} is null`),
    check('syncs_destination_known', sql`${table.destination} in ('aws_secrets_manager')`),
    check('syncs_drift_rule_known', sql`${table.onDrift} in ('overwrite', 'adopt', 'stop')`),
  ],
)

/** How syncs stand: a table of its own, so that runs and people who edit never wait for each other. */
export const syncProgress = pgTable(
  'sync_progress',
  {
    syncId: uuid('sync_id')
      .primaryKey()
      .references(() => syncs.id, { onDelete: 'cascade' }),
    wantedGeneration: count('wanted_generation'),
    doneGeneration: count('done_generation'),
    dueAt: instant('due_at'),
    reason: text('reason').$type<RunReason>().notNull(),
    requestedBy: text('requested_by'),
    requestedAt: instant('requested_at').notNull(),
    attempts: integer('attempts').notNull(),
    failure: text('failure').$type<RunFailureCode>(),
    failureSentence: text('failure_sentence'),
    missingAction: text('missing_action'),
    failingSince: instant('failing_since'),
    remoteVersionId: text('remote_version_id'),
    serverWrappedBase: text('server_wrapped_base'),
    lastRunAt: instant('last_run_at'),
    lastSyncedAt: instant('last_synced_at'),
    leaseNumber: count('lease_number'),
    leasedUntil: instant('leased_until'),
  },
  (table) => [
    index('sync_progress_due').on(table.dueAt).where(sql`${table.dueAt} is not null`),
    index('sync_progress_leased').on(table.leasedUntil).where(sql`${table.leasedUntil} is not null`),
    index('sync_progress_last_run').on(table.lastRunAt),
  ],
)

/** What each run did, and why it did not. Names of keys are sealed. */
export const syncRuns = pgTable(
  'sync_runs',
  {
    id: id(),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    syncId: uuid('sync_id')
      .notNull()
      .references(() => syncs.id, { onDelete: 'cascade' }),
    generation: count('generation'),
    attempt: integer('attempt').notNull(),
    reason: text('reason').$type<RunReason>().notNull(),
    requestedBy: text('requested_by'),
    leaseNumber: count('lease_number'),
    writeToken: text('write_token'),
    outcome: text('outcome').$type<RunOutcome>().notNull(),
    failure: text('failure').$type<RunFailureCode>(),
    failureSentence: text('failure_sentence'),
    missingAction: text('missing_action'),
    serverWrappedKeys: text('server_wrapped_keys'),
    addedCount: integer('added_count').notNull(),
    changedCount: integer('changed_count').notNull(),
    removedCount: integer('removed_count').notNull(),
    unchangedCount: integer('unchanged_count').notNull(),
    bytes: integer('bytes'),
    remoteVersionId: text('remote_version_id'),
    requestId: text('request_id'),
    queuedAt: instant('queued_at').notNull(),
    startedAt: instant('started_at').notNull(),
    finishedAt: instant('finished_at'),
    nextAttemptAt: instant('next_attempt_at'),
  },
  (table) => [
    index('sync_runs_sync').on(table.syncId, table.id),
    index('sync_runs_finished').on(table.finishedAt),
    check('sync_runs_outcome_known', sql`${table.outcome} in ('running', 'written', 'unchanged', 'failed', 'stopped', 'lost')`),
  ],
)
