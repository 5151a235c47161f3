import type { SecretLists } from '@bonafide/core'
import { and, arrayOverlaps, asc, count, desc, eq, getTableColumns, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Executor } from '../executor.ts'
import { secretOverrides, secrets, secretTags, secretVersions } from '../tables/index.ts'

const { value: _value, deletedAt: _deletedAt, ...entryColumns } = getTableColumns(secrets)
const { id, environmentId, path, key, keyDigest, type, version, updatedAt } = entryColumns
const { actorKind, actorId, actorName, value: _versionValue, ...versionColumns } = getTableColumns(secretVersions)

/** Bytes of the text inside a `ph:v1:` value: base64 after 71 characters, of which 40 bytes are tag and nonce. Of an empty value none. */
const lengthOf = (value: PgColumn) =>
  sql<number>`case when ${value} = '' then 0 else greatest(0, (length(rtrim(${value}, '=')) - 71) * 3 / 4 - 40) end`.mapWith(Number)

const keyColumns = { id, environmentId, path, key, keyDigest, type, version, updatedAt, valueLength: lengthOf(secrets.value) }

/** Secrets without their values. */
export function createSecretLists(db: Executor): SecretLists {
  return {
    async listEntries(ofEnvironment, filter, holder) {
      const own = and(eq(secretOverrides.secretId, secrets.id), eq(secretOverrides.memberId, holder.id))
      const hasOverride =
        holder.kind === 'member' ? sql<boolean>`exists (select 1 from ${secretOverrides} where ${own})` : sql<boolean>`false`
      return db
        .select({ ...entryColumns, valueLength: lengthOf(secrets.value), hasOverride })
        .from(secrets)
        .where(
          and(
            live(eq(environmentId, ofEnvironment)),
            filter.path === undefined ? undefined : eq(path, filter.path),
            filter.tags && (filter.tags.length === 0 ? sql`false` : arrayOverlaps(entryColumns.tags, filter.tags)),
            filter.type && eq(type, filter.type),
          ),
        )
        .orderBy(asc(id))
    },

    listKeys: (environmentIds, inPath, limit) =>
      db
        .select(keyColumns)
        .from(secrets)
        .where(and(live(inArray(environmentId, [...environmentIds])), inPath === undefined ? undefined : eq(path, inPath)))
        .orderBy(asc(id))
        .limit(limit),

    findAt: (ofEnvironment, addresses) => {
      const wanted = JSON.stringify(addresses.map((one) => ({ path: one.path, digest: one.keyDigest })))
      const among = sql`(${path}, ${keyDigest}) in (select w.path, w.digest from jsonb_to_recordset(${wanted}::jsonb) as w(path text, digest text))`
      return db
        .select(keyColumns)
        .from(secrets)
        .where(and(live(eq(environmentId, ofEnvironment)), among))
    },

    listPaths: (environmentIds) =>
      db
        .select({ environmentId, path, secrets: count() })
        .from(secrets)
        .where(live(inArray(environmentId, [...environmentIds])))
        .groupBy(environmentId, path),

    async listVersions(secretId) {
      const rows = await db
        .select({ ...versionColumns, actorKind, actorId, actorName, valueLength: lengthOf(secretVersions.value) })
        .from(secretVersions)
        .where(eq(secretVersions.secretId, secretId))
        .orderBy(desc(secretVersions.version), desc(secretVersions.id))
      return rows.map(({ actorKind: kind, actorId: id, actorName: name, ...version }) => ({ ...version, actor: { kind, id, name } }))
    },

    lastChanges: (ofEnvironment, secretIds) =>
      db
        .selectDistinctOn([secretVersions.secretId], {
          secretId: secretVersions.secretId,
          version: secretVersions.version,
          isDeleted: sql<boolean>`${secrets.deletedAt} is not null`,
          actorName,
          at: secretVersions.createdAt,
        })
        .from(secretVersions)
        .innerJoin(secrets, eq(secrets.id, secretVersions.secretId))
        .where(and(eq(environmentId, ofEnvironment), inArray(secretVersions.secretId, [...secretIds])))
        .orderBy(secretVersions.secretId, desc(secretVersions.version), desc(secretVersions.id)),

    listTags: (organisationId) =>
      db
        .select({ name: secretTags.name, color: secretTags.color })
        .from(secretTags)
        .where(eq(secretTags.organisationId, organisationId))
        .orderBy(asc(secretTags.name)),

    listValues: (environmentIds, secretIds) =>
      db
        .select({ id, value: secrets.value })
        .from(secrets)
        .where(and(live(inArray(environmentId, [...environmentIds])), inArray(id, [...secretIds]))),
  }
}

const live = (where: SQL | undefined) => and(where, isNull(secrets.deletedAt))
