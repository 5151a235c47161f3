import type { ExchangeFilter } from '@bonafide/core'
import { and, eq, gte, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { exchanges } from '../tables/index.ts'
import { containing } from './pages.ts'

/** The exchanges of an organisation that a filter lets through. */
export function exchangesOf(organisationId: string, filter: ExchangeFilter): SQL | undefined {
  const { outcome, code, codes, provider, identityId, serviceAccountId, reported, principal, ip, search, since, until } = filter
  return and(
    eq(exchanges.organisationId, organisationId),
    outcome ? eq(exchanges.outcome, outcome) : undefined,
    code ? sql`${exchanges.code} = ${code}` : undefined,
    codes ? inArray(sql`${exchanges.code}`, codes) : undefined,
    provider ? eq(exchanges.provider, provider) : undefined,
    principal ? eq(exchanges.principal, principal) : undefined,
    ip ? eq(exchanges.ip, ip) : undefined,
    identityId ? eq(exchanges.externalIdentityId, identityId) : undefined,
    serviceAccountId ? eq(exchanges.serviceAccountId, serviceAccountId) : undefined,
    reported === undefined ? undefined : reported ? isNotNull(exchanges.reportedCode) : isNull(exchanges.reportedCode),
    search ? matching(search) : undefined,
    since ? gte(exchanges.at, since) : undefined,
    until ? lt(exchanges.at, until) : undefined,
  )
}

function matching(search: string): SQL | undefined {
  const pattern = containing(search)
  return or(ilike(exchanges.principal, pattern), ilike(exchanges.ip, pattern), ilike(exchanges.requestId, pattern))
}
