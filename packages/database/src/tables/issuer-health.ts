import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'
import { externalIdentities } from './external-identities.ts'

/** What the nodes have learnt of the issuers of identities, beside their logins. Nothing depends on it but what people are shown. */
export const issuerHealth = pgTable('issuer_health', {
  externalIdentityId: uuid('external_identity_id')
    .primaryKey()
    .references(() => externalIdentities.id, { onDelete: 'cascade' }),
  place: text('place').notNull().default(''),
  askedAt: instant('asked_at'),
  answeredAt: instant('answered_at'),
  failingSince: instant('failing_since'),
  problem: text('problem'),
  milliseconds: integer('milliseconds'),
  keyCount: integer('key_count'),
  unusableKeyCount: integer('unusable_key_count'),
  weakKeyCount: integer('weak_key_count'),
  algorithms: text('algorithms').array(),
  keyFingerprint: text('key_fingerprint'),
  keysSince: instant('keys_since'),
  certificateEndsAt: instant('certificate_ends_at'),
  serverOffsetMs: integer('server_offset_ms'),
  tokenOffsetMs: integer('token_offset_ms'),
  tokenOffsetAt: instant('token_offset_at'),
})
