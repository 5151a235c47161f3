import type {
  AuditActor,
  NamedEnvironment,
  OpenedEnvironment,
  Secret,
  SecretAddress,
  SecretStore,
  SecretType,
  StoredVersion,
} from '@bonafide/core'
import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { secrets, secretTags, secretVersions } from '../tables/index.ts'
import { orConflict } from './conflicts.ts'
import { createSecretLists } from './secret-lists.ts'
import * as statements from './secret-statements.ts'
import { run } from './statement.ts'

type SecretRow = typeof secrets.$inferSelect
type VersionRow = typeof secretVersions.$inferSelect

/** Secrets as ciphertext, their versions, overrides and tags. */
export function createSecretStore(db: Executor): SecretStore {
  return {
    ...createSecretLists(db),

    async read({ organisationId, target, holder, filter, naming, serverEncryptedOnly, audit }) {
      const kind = statements.targetKind(target)
      const { actor, ip, userAgent, requestId } = audit
      const rows = await run<OpenedEnvironment & { json: string }>(
        db,
        `read_secrets_${kind}_${holder.kind}_${naming}`,
        statements.readStatement(kind, holder.kind, naming),
        [
          ...statements.environmentParameters(organisationId, target, holder),
          filter.path ?? null,
          filter.keyDigest ?? null,
          filter.tags ?? null,
          serverEncryptedOnly,
          audit.id,
          audit.at,
          actor.kind,
          actor.id,
          actor.name,
          actor.via,
          ip,
          userAgent,
          requestId,
          ...statements.withinParameters(holder),
        ],
      )
      if (!rows[0]) return undefined
      const { json, ...environment } = rows[0]
      return { environment, json }
    },

    findNamed: (organisationId, holder, names) =>
      run<NamedEnvironment>(db, `find_named_${holder.kind}`, statements.findNamedStatement(holder.kind), [
        organisationId,
        names.map(({ app }) => app),
        names.map(({ environment }) => environment),
        holder.id,
        ...statements.withinParameters(holder).slice(0, 2),
      ]),

    async readFolder(organisationId, environmentId, path, audit) {
      const parameters = [organisationId, environmentId, path, JSON.stringify(audit)]
      const rows = await run<OpenedEnvironment & { json: string }>(db, 'read_folder', statements.readFolderStatement, parameters)
      if (!rows[0]) return undefined
      const { json, ...environment } = rows[0]
      return { environment, secrets: JSON.parse(json) }
    },

    findNamedByServer: (organisationId, names) =>
      run<NamedEnvironment>(db, 'find_named', statements.namedStatement, [
        organisationId,
        names.map(({ app }) => app),
        names.map(({ environment }) => environment),
      ]),

    readReferenced: (addresses, audits) =>
      run<SecretAddress & { id: string; value: string; type: SecretType }>(db, 'read_referenced', statements.readReferencedStatement, [
        JSON.stringify(addresses),
        JSON.stringify(audits.map(({ event }) => event)),
      ]),

    async openForWriting(organisationId, target, holder) {
      const kind = statements.targetKind(target)
      const text = statements.openStatement(kind, holder.kind)
      const rows = await run<OpenedEnvironment>(db, `open_environment_${kind}_${holder.kind}`, text, [
        ...statements.environmentParameters(organisationId, target, holder),
        ...statements.withinParameters(holder).slice(0, 2),
      ])
      return rows[0]
    },

    async openForWritingByServer(organisationId, environmentId) {
      const parameters = [organisationId, environmentId]
      return (await run<OpenedEnvironment>(db, 'open_environment', statements.openByServerStatement, parameters))[0]
    },

    async find(environmentId, ids) {
      const wanted = and(eq(secrets.environmentId, environmentId), inArray(secrets.id, [...ids]), isNull(secrets.deletedAt))
      return (await db.select().from(secrets).where(wanted)).map(secretOf)
    },

    taken: (environmentId, addresses, exceptIds) =>
      run<SecretAddress>(db, 'taken_addresses', statements.takenStatement, [
        environmentId,
        JSON.stringify(addresses.map(({ path, keyDigest }) => ({ path, keyDigest }))),
        [...exceptIds],
      ]),

    async insert(rows, versionIds, actor) {
      const stored = await run<{ id: string }>(db, 'insert_secrets', statements.insertStatement, writeParameters(rows, versionIds, actor))
      return stored.map(({ id }) => id)
    },

    async update(rows, versionIds, actor) {
      const addresses = JSON.stringify(rows.map(({ id, path, keyDigest }) => ({ id, path, keyDigest })))
      if (rows.length > 1) await run(db, 'make_room', statements.makeRoomStatement, [addresses])
      await orConflict(run(db, 'update_secrets', statements.updateStatement, writeParameters(rows, versionIds, actor)))
    },

    async remove(rows, versionIds, actor) {
      await run(db, 'remove_secrets', statements.removeStatement, writeParameters(rows, versionIds, actor))
    },

    async saveOverrides(memberId, overrides) {
      await run(db, 'save_overrides', statements.saveOverridesStatement, [JSON.stringify(overrides), memberId])
    },

    async ensureTags(organisationId, names) {
      if (names.length === 0) return
      await db
        .insert(secretTags)
        .values(names.toSorted().map((name) => ({ organisationId, name })))
        .onConflictDoNothing()
    },

    async show(environmentId, ids, holder) {
      const parameters = [environmentId, [...ids], null, holder.id]
      const rows = await run<{ json: string }>(db, `show_secrets_${holder.kind}`, statements.showStatement(holder.kind), parameters)
      return JSON.parse(rows[0]?.json ?? '[]')
    },

    async history(secretId) {
      const order = [desc(secretVersions.version), desc(secretVersions.id)]
      return (
        await db
          .select()
          .from(secretVersions)
          .where(eq(secretVersions.secretId, secretId))
          .orderBy(...order)
      ).map(versionOf)
    },

    async findVersion(secretId, version) {
      const wanted = and(eq(secretVersions.secretId, secretId), eq(secretVersions.version, version), ne(secretVersions.event, 'delete'))
      const [row] = await db.select().from(secretVersions).where(wanted)
      return row && versionOf(row)
    },
  }
}

function writeParameters(rows: readonly Secret[], versionIds: readonly string[], actor: AuditActor) {
  return [JSON.stringify(rows.map((row, index) => ({ ...row, versionId: versionIds[index] }))), actor.kind, actor.id, actor.name]
}

function secretOf({ deletedAt: _, ...secret }: SecretRow): Secret {
  return secret
}

function versionOf({
  version,
  event,
  path,
  key,
  keyDigest,
  value,
  comment,
  tags,
  type,
  actorKind,
  actorId,
  actorName,
  createdAt,
}: VersionRow): StoredVersion {
  return {
    version,
    event,
    path,
    key,
    keyDigest,
    value,
    comment,
    tags,
    type,
    actor: { kind: actorKind, id: actorId, name: actorName },
    createdAt,
  }
}
