import type { CandidateAccount, CandidateIdentity, Candidates, ExchangeStore } from '@bonafide/core'
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Executor } from '../executor.ts'
import { exchanges, usedProofs } from '../tables/index.ts'
import { daysAgo } from './days-ago.ts'
import { exchangesOf } from './exchange-filter.ts'
import { attempts, reported, testimonyOf } from './exchange-history.ts'
import { type CandidateRow, grantNarrowedStatement, grantStatement, refuseStatement, selectCandidates } from './exchange-statements.ts'
import { soughtParameters } from './narrowing-statements.ts'
import { listingOf, pageOf } from './pages.ts'

export function createExchangeStore(db: Executor): ExchangeStore {
  return {
    candidates: async (serviceAccountId, provider) => toCandidates(await selectCandidates(db, { serviceAccountId, provider })),

    async grant({ exchange, token, proof, policyVersion, steps, testimony }) {
      const statement = token.sought ? grantNarrowedStatement : grantStatement
      const [row] = await statement(db, {
        exchangeId: exchange.id,
        organisationId: exchange.organisationId,
        serviceAccountId: exchange.serviceAccountId,
        identityId: exchange.externalIdentityId,
        identityVersion: exchange.identityVersion,
        provider: exchange.provider,
        principal: exchange.principal,
        ttlSeconds: exchange.ttlSeconds,
        ip: exchange.ip,
        userAgent: exchange.userAgent,
        requestId: exchange.requestId,
        durationMs: exchange.durationMs,
        tokenId: token.id,
        tokenName: token.name,
        valueHash: token.valueHash,
        identityKey: token.identityKey,
        wrappedKeyShare: token.wrappedKeyShare,
        maxTtlSeconds: token.maxTtlSeconds,
        proofHash: proof.hash,
        proofEndsAt: proof.endsAt,
        singleUse: proof.singleUse,
        policyVersion,
        acceptedSteps: JSON.stringify(steps.accepted),
        replayedSteps: JSON.stringify(steps.replayed),
        changedSteps: JSON.stringify(steps.changed),
        unreachableSteps: JSON.stringify(steps.unreachable),
        ...soughtParameters(token.sought),
        reportedCode: exchange.reportedCode,
        testimony: testimony && JSON.stringify(testimony),
      })
      if (!row) throw new Error('the exchange left no row')
      return { outcome: row.outcome, narrowing: row.narrowing }
    },

    async refuse(exchange, testimony = null) {
      await refuseStatement(db, {
        exchangeId: exchange.id,
        organisationId: exchange.organisationId,
        code: exchange.code,
        provider: exchange.provider,
        serviceAccountId: exchange.serviceAccountId,
        identityId: exchange.externalIdentityId,
        identityVersion: exchange.identityVersion,
        principal: exchange.principal,
        ip: exchange.ip,
        userAgent: exchange.userAgent,
        requestId: exchange.requestId,
        durationMs: exchange.durationMs,
        steps: JSON.stringify(exchange.steps),
        testimony: testimony && JSON.stringify(testimony),
      })
    },

    testimonyOf: (organisationId, exchangeId) => testimonyOf(db, organisationId, exchangeId),

    attempts: (wanted) => attempts(db, wanted),

    reported: (organisationId, identityId, since) => reported(db, organisationId, identityId, since),

    list(organisationId, filter, page) {
      const where = exchangesOf(organisationId, filter)
      return pageOf(
        db,
        listingOf(db, exchanges, where, (raw) => raw),
        page,
      )
    },

    async find(organisationId, id) {
      const [row] = await db
        .select()
        .from(exchanges)
        .where(and(eq(exchanges.id, id), eq(exchanges.organisationId, organisationId)))
      return row ?? null
    },

    findMany: (organisationId, ids) =>
      db
        .select()
        .from(exchanges)
        .where(and(inArray(exchanges.id, [...ids]), eq(exchanges.organisationId, organisationId))),

    async purgeUnattributed(limit) {
      const strays = db
        .select({ id: exchanges.id })
        .from(exchanges)
        .where(and(isNull(exchanges.organisationId), lt(exchanges.at, sql`now() - interval '1 day'`)))
        .limit(limit)
      const deleted = await db.delete(exchanges).where(inArray(exchanges.id, strays)).returning({ id: exchanges.id })
      return deleted.length
    },

    async purgeProofs(limit) {
      const ended = db.select({ hash: usedProofs.proofHash }).from(usedProofs).where(lt(usedProofs.expiresAt, sql`now()`)).limit(limit)
      const deleted = await db.delete(usedProofs).where(inArray(usedProofs.proofHash, ended)).returning({ hash: usedProofs.proofHash })
      return deleted.length
    },

    async purge(outcome, days, limit) {
      const old = db
        .select({ id: exchanges.id })
        .from(exchanges)
        .where(and(eq(exchanges.outcome, outcome), lt(exchanges.at, daysAgo(days))))
        .limit(limit)
      const deleted = await db.delete(exchanges).where(inArray(exchanges.id, old)).returning({ id: exchanges.id })
      return deleted.length
    },
  }
}

function toCandidates(rows: readonly CandidateRow[]): Candidates {
  const [first] = rows
  if (!first) return { account: null, identities: [], allowedIssuers: [], policyVersion: 0 }
  const account = {
    id: first.account_id,
    organisationId: first.organisation_id,
    name: first.account_name,
    identityKey: first.identity_key,
    serverWrappedKeyring: first.server_wrapped_keyring,
    simulated: first.simulated,
    disabled: first.disabled,
  } as CandidateAccount
  const identities = rows
    .filter((row) => row.id !== null)
    .map(
      (row) =>
        ({
          id: row.id,
          name: row.name,
          version: row.version,
          enabled: row.enabled,
          reportOnly: row.report_only,
          config: row.config,
          tokenName: row.token_name,
          defaultTtlSeconds: row.default_ttl_seconds,
          maxTtlSeconds: row.max_ttl_seconds,
        }) as CandidateIdentity,
    )
  return { account, identities, allowedIssuers: first.allowed_issuers ?? [], policyVersion: first.policy_version ?? 0 }
}
