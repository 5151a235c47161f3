import type { RateLimit } from '@bonafide/core'
import type { Pool } from 'pg'

export interface Lease {
  /** Whole calls. */
  granted: number
  /** Until the bucket holds one call again; 0 when calls were granted. */
  waitSeconds: number
}

export interface LeaseRequest {
  /** Which part of what the bucket holds is wanted; at least one call is. */
  share: number
  /** Calls of an earlier lease that were not used. */
  returned: number
}

// The row is locked before it is read, so two nodes never see the same calls. The clock is read once the lock is held, and cut to the
// precision of the column, so that rounding never refills twice.
const lease = `
  with held as materialized (
    select bucket, tokens, refilled_at from rate_limit_buckets where bucket = $1 for update
  ), clock as materialized (
    select date_trunc('milliseconds', greatest(clock_timestamp(), held.refilled_at)) as instant, held.* from held
  ), filled as materialized (
    select bucket, instant,
      least($2::float8, tokens + $5::float8 + extract(epoch from instant - refilled_at)::float8 * $3::float8) as level
    from clock
  )
  update rate_limit_buckets b
  set tokens = f.level - least(floor(f.level), greatest(1, floor(f.level * $4::float8))), refilled_at = f.instant
  from filled f where b.bucket = f.bucket
  returning f.level as level, least(floor(f.level), greatest(1, floor(f.level * $4::float8))) as granted`

const begin = `
  insert into rate_limit_buckets (bucket, tokens, refilled_at) values ($1, $2::float8, date_trunc('milliseconds', clock_timestamp()))
  on conflict do nothing`

/** Takes a block of calls out of a bucket; one statement, two for a bucket that is new. */
export async function leaseCalls(pool: Pool, bucket: string, limit: RateLimit, { share, returned }: LeaseRequest): Promise<Lease> {
  const values = [bucket, limit.capacity, limit.refillPerSecond, share, returned]
  const query = () => pool.query<{ level: number; granted: number }>({ name: 'lease_calls', text: lease, values })
  let row = (await query()).rows[0]
  if (!row) {
    await pool.query(begin, [bucket, limit.capacity])
    row = (await query()).rows[0]
  }
  // Cleared away in between: it was full, and will be again for the next call.
  if (!row) return { granted: 0, waitSeconds: 1 }
  return { granted: row.granted, waitSeconds: row.granted > 0 ? 0 : (1 - row.level) / limit.refillPerSecond }
}

/** Deletes buckets that nobody took from for a day: by then every one of ours is full, and a missing bucket counts as full. Answers how many. */
export async function purgeRateLimits(pool: Pool): Promise<number> {
  const purged = await pool.query(`delete from rate_limit_buckets where refilled_at < now() - interval '1 day'`)
  return purged.rowCount ?? 0
}
