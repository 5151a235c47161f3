/** SQL: a job that wakes some node up at the time when a sync is due. One sync has one job that waits, whatever asks for it. */
const jobFor = (sync: string, dueAt: string) => `(
    'sync', json_build_object('syncId', ${sync}), null, ${dueAt}, 3::smallint, 'sync:' || ${sync}, null, null
  )::graphile_worker.job_spec`

/** Adds jobs for the rows of a CTE with `sync_id` and `due_at`; answers how many rows it has. */
const addJobs = (rows: string) => `select (select count(*)::int from ${rows}) as count, count(job.id) as jobs
  from (select array_agg(${jobFor('sync_id', 'due_at')}) as specs from ${rows} where due_at is not null having count(*) > 0) wanted,
    lateral graphile_worker.add_jobs(wanted.specs) job`

// Of the statement, not of the moment: only what stays the same while a statement runs is looked up in an index.
const soon = (parameter: string) => `statement_timestamp() + ${parameter}::float8 * interval '1 millisecond'`
const isLeased = (progress: string) => `coalesce(${progress}.leased_until > statement_timestamp(), false)`
/** A sync that runs at all: `s` is the sync, `a` its app. */
const runs = `s.deleted_at is null and s.paused_at is null and a.deleted_at is null`
const runnable = `from sync_progress p join syncs s on s.id = p.sync_id join apps a on a.id = s.app_id where ${runs}`

/** What somebody asked for is not forgotten for what came by itself. */
const asideOf = `p.due_at is not null and not ${isLeased('p')} and :reason::text in ('changed', 'drift_check') and p.reason not in ('changed', 'drift_check')`

/**
 * A generation more for syncs, and their jobs. What is due earlier stays so; what is under way comes again; what is being tried again keeps to
 * its pace, unless somebody asks. The rows are locked in one order, so that no two changes wait for each other.
 */
const requestOf = (condition: string) => `with wanted as materialized (
    select p.sync_id from sync_progress p join syncs s on s.id = p.sync_id
    where s.deleted_at is null and ${condition} order by p.sync_id for update of p
  ), asked as (
    update sync_progress p set
      wanted_generation = p.wanted_generation + 1,
      reason = case when ${asideOf} then p.reason else :reason::text end,
      requested_by = case when ${asideOf} then p.requested_by else :requestedBy::text end,
      requested_at = case when p.due_at is not null and not ${isLeased('p')} then p.requested_at else statement_timestamp() end,
      attempts = case when :reason::text in ('changed', 'drift_check') then p.attempts else 0 end,
      due_at = case
        when p.due_at is null or (${isLeased('p')} and p.due_at <= statement_timestamp()) then ${soon(':dueInMs')}
        when p.attempts > 0 and :reason::text in ('changed', 'drift_check') then p.due_at
        else least(p.due_at, ${soon(':dueInMs')}) end
    from wanted where p.sync_id = wanted.sync_id
    returning p.sync_id, p.due_at
  ) ${addJobs('asked')}`

export const requestStatement = requestOf('p.sync_id = any(:syncIds::uuid[])')
export const requestAffectedStatement = requestOf(
  '(s.environment_id = :environmentId::uuid or s.referenced_environment_ids @> array[:environmentId::uuid])',
)

export const lockCredentialStatement = `select pg_advisory_xact_lock(hashtextextended('sync credential ' || s.credential_id::text, 0))
  from syncs s where s.id = :syncId::uuid and s.deleted_at is null`

export const leaseStatement = `with taken as (
    update sync_progress p set lease_number = p.lease_number + 1, leased_until = ${soon(':leaseMs')}
    from syncs s join apps a on a.id = s.app_id
    where p.sync_id = :syncId::uuid and s.id = p.sync_id and ${runs} and p.due_at <= statement_timestamp() and not ${isLeased('p')}
      and (select count(*) from sync_progress o join syncs os on os.id = o.sync_id
        where o.leased_until > statement_timestamp() and os.credential_id = s.credential_id) < :perCredential::int
    returning p.sync_id
  ), lost as (
    update sync_runs r set outcome = 'lost', finished_at = statement_timestamp() from taken where r.sync_id = taken.sync_id and r.outcome = 'running'
  ) select sync_id as "syncId" from taken`

/** When it wrote in the last day, and the tokens of late whose fate is not known: what is told as a version is none of them. */
export const leasedStatement = `with recent as materialized (
    select * from sync_runs where sync_id = :syncId::uuid order by id desc limit 120
  ) select
    coalesce((select array_agg((extract(epoch from finished_at) * 1000)::float8 order by id desc) from recent
      where outcome = 'written' and finished_at > statement_timestamp() - interval '1 day'), '{}') as "recentWrites",
    coalesce((select array_agg(distinct write_token) from recent where write_token is not null and outcome in ('lost', 'failed', 'stopped', 'running')
      and write_token not in (select remote_version_id from recent where remote_version_id is not null)), '{}') as "sentTokens"`

/** A lease that was given back stays so, however late a renewal comes. */
export const renewStatement = `update sync_progress p set leased_until = ${soon(':leaseMs')} from syncs s join apps a on a.id = s.app_id
  where p.sync_id = :syncId::uuid and p.lease_number = :leaseNumber::bigint and p.leased_until is not null and s.id = p.sync_id and ${runs}
  returning p.sync_id`

export const postponeStatement = `with given as (
    update sync_progress p set leased_until = null, due_at = case when p.due_at > statement_timestamp() then p.due_at else ${soon(':inMs')} end
    where p.sync_id = :syncId::uuid and p.lease_number = :leaseNumber::bigint
    returning p.sync_id, p.due_at
  ) ${addJobs('given')}`

const runColumns = {
  id: 'uuid',
  organisation_id: 'uuid',
  sync_id: 'uuid',
  generation: 'bigint',
  attempt: 'int',
  reason: 'text',
  requested_by: 'text',
  lease_number: 'bigint',
  write_token: 'text',
  outcome: 'text',
  failure: 'text',
  failure_sentence: 'text',
  missing_action: 'text',
  server_wrapped_keys: 'text',
  added_count: 'int',
  changed_count: 'int',
  removed_count: 'int',
  unchanged_count: 'int',
  bytes: 'int',
  remote_version_id: 'text',
  request_id: 'text',
  queued_at: 'timestamptz',
  started_at: 'timestamptz',
  finished_at: 'timestamptz',
  next_attempt_at: 'timestamptz',
}
const camel = (column: string) => `"${column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())}"`
const columns = Object.keys(runColumns)
const givenRun = `jsonb_to_record(:run::jsonb) as x(${Object.entries(runColumns)
  .map(([column, type]) => `${camel(column)} ${type}`)
  .join(', ')})`

/** Held by this very run, and by nobody else before it is written. */
const held = `held as materialized (
    select p.sync_id from sync_progress p where p.sync_id = (:run::jsonb->>'syncId')::uuid and p.lease_number = (:run::jsonb->>'leaseNumber')::bigint for update
  )`
const saved = `saved as (
    insert into sync_runs (${columns.join(', ')}) select ${columns.map((column) => `x.${camel(column)}`).join(', ')} from held, ${givenRun}
    on conflict (id) do update set ${columns
      .filter((column) => column !== 'id')
      .map((column) => `${column} = excluded.${column}`)
      .join(', ')}
    returning sync_id
  )`

export const saveRunStatement = `with ${held}, ${saved} select sync_id from saved`

const progressColumns = {
  doneGeneration: 'bigint',
  attempts: 'int',
  failure: 'text',
  failureSentence: 'text',
  missingAction: 'text',
  failingSince: 'timestamptz',
  remoteVersionId: 'text',
  serverWrappedBase: 'text',
  lastRunAt: 'timestamptz',
  lastSyncedAt: 'timestamptz',
}
const givenProgress = `jsonb_to_record(:progress::jsonb) as x(${Object.entries(progressColumns)
  .map(([column, type]) => `"${column}" ${type}`)
  .join(', ')})`

export const finishStatement = `with ${held}, ${saved}, ended as (
    update sync_progress p set
      done_generation = x."doneGeneration", attempts = x.attempts, failure = x.failure, failure_sentence = x."failureSentence",
      missing_action = x."missingAction", failing_since = x."failingSince", remote_version_id = x."remoteVersionId",
      server_wrapped_base = x."serverWrappedBase", last_run_at = x."lastRunAt", last_synced_at = x."lastSyncedAt", leased_until = null,
      due_at = case when p.wanted_generation > (:run::jsonb->>'generation')::bigint then greatest(p.due_at, ${soon(':retryInMs')})
        else ${soon(':retryInMs')} end
    from saved, ${givenProgress} where p.sync_id = saved.sync_id
    returning p.sync_id, p.due_at
  ), jobs as materialized (${addJobs('ended')}) select count, jobs from jobs`

export const nextDueStatement = `select p.sync_id as "syncId" ${runnable} and s.credential_id = :credentialId::uuid and p.due_at <= statement_timestamp()
  and not ${isLeased('p')} order by p.due_at limit 1`

/** Some seconds late: whoever is about to take it up is not disturbed. */
export const overdueStatement = `select p.sync_id as "syncId" ${runnable} and p.due_at <= statement_timestamp() - interval '5 seconds'
  and not ${isLeased('p')} order by p.due_at limit :limit::int`

export const wakeStatement = `with due as materialized (
    select p.sync_id, p.due_at from sync_progress p where p.sync_id = any(:syncIds::uuid[]) and p.due_at is not null order by p.sync_id
  ) ${addJobs('due')}`

export const notLookedAtStatement = `select p.sync_id as "syncId" ${runnable} and p.due_at is null and not ${isLeased('p')}
  and (p.last_run_at is null or p.last_run_at < statement_timestamp() - :ms::float8 * interval '1 millisecond')
  order by p.last_run_at nulls first limit :limit::int`

export const purgeRunsStatement = `delete from sync_runs where id in (
    select r.id from sync_runs r where r.finished_at < statement_timestamp() - make_interval(days => :days::int)
      and exists (select 1 from sync_runs later where later.sync_id = r.sync_id and later.id > r.id)
    limit :limit::int
  ) returning id`
