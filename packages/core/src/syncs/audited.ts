import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import type { Stores } from '../stores.ts'
import type { Sync } from './sync.ts'

/** What of a sync audit rows tell. Options hold nothing secret. */
export const auditedFields = [
  'environmentId',
  'path',
  'destination',
  'credentialId',
  'options',
  'place',
  'keyPrefix',
  'neverDeletes',
  'onDrift',
  'referencedEnvironmentIds',
] as const satisfies readonly (keyof Sync)[]

export const audited = (sync: Sync): Record<string, unknown> => Object.fromEntries(auditedFields.map((field) => [field, sync[field]]))

/** Writes the audit row of a deed to a sync, named by what it writes to. */
export const recordSync = (
  action: string,
  sync: Sync,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  stores: Stores,
  context: Context,
): Promise<void> =>
  record(
    sync.organisationId,
    {
      action,
      resourceType: 'sync',
      resourceId: sync.id,
      resourceName: context.destinations[sync.destination].summary(sync.options),
      ...change,
    },
    stores,
    context,
  )
