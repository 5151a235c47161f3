import type { IssuerKey } from '@bonafide/core'
import { jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'

/** Keys with which this server signs tokens of its own: a handful, whatever happens. */
export const issuerKeys = pgTable('issuer_keys', {
  id: id(),
  publicKey: jsonb('public_key').$type<IssuerKey['publicKey']>().notNull(),
  serverWrappedPrivateKey: text('server_wrapped_private_key'),
  signsFrom: instant('signs_from').notNull(),
  signsUntil: instant('signs_until'),
  createdAt: createdAt(),
})
