import type { CredentialUsage, Holder } from '@bonafide/core'
import type { Executor } from '../executor.ts'
import { run } from './statement.ts'

interface UsageRow extends Record<string, unknown> {
  credential_id: string
  syncs: number
  visible: number
  places: string[] | null
}

// An environment is seen by whoever holds its keys; $3 and $4 are both null for those who see all of them.
const statement = `
  with used as (
    select s.credential_id, s.id, s.place,
      ($3::uuid is null and $4::uuid is null) or exists (
        select 1 from environment_keys k
        where k.environment_id = s.environment_id and (k.member_id = $3 or k.service_account_id = $4)
      ) as visible
    from syncs s
    where s.organisation_id = $1 and s.credential_id = any($2::uuid[]) and s.deleted_at is null
  )
  select credential_id, count(*)::int as syncs, count(*) filter (where visible)::int as visible,
    (array_agg(place order by id) filter (where visible))[1:5] as places
  from used group by credential_id`

/** Who uses credentials; those that nobody uses are left out. */
export async function usageOfCredentials(
  db: Executor,
  { organisationId, ids, holder }: { organisationId: string; ids: readonly string[]; holder: Holder | null },
): Promise<ReadonlyMap<string, CredentialUsage>> {
  if (ids.length === 0) return new Map()
  const [member, account] = [holder?.kind === 'member' ? holder.id : null, holder?.kind === 'service_account' ? holder.id : null]
  const rows = await run<UsageRow>(db, 'credential_usage', statement, [organisationId, [...ids], member, account])
  return new Map(
    rows.map(({ credential_id, syncs, visible, places }) => [credential_id, { syncs, visibleSyncs: visible, places: places ?? [] }]),
  )
}
