import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { updatedAt } from './columns.ts'
import { organisations } from './organisations.ts'

/** The simulated accounts of AWS of the Lab: one for each organisation that has loaded its demo workspace. */
export const labAws = pgTable('lab_aws', {
  organisationId: uuid('organisation_id')
    .primaryKey()
    .references(() => organisations.id, { onDelete: 'cascade' }),
  /** Null until something has happened in it. */
  serverWrappedState: text('server_wrapped_state'),
  updatedAt: updatedAt(),
})
