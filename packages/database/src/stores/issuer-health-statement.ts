import { namedStatement } from './statement.ts'

// Answers of several nodes arrive in any order: the latest question counts. A set of keys is compared with one of the same place only.
const isNewer = 'excluded.asked_at is not null and (h.asked_at is null or excluded.asked_at >= h.asked_at)'
const sameKeys = 'excluded.place = h.place and excluded.key_fingerprint = h.key_fingerprint'
const latest = (column: string, value = `excluded.${column}`) => `${column} = case when ${isNewer} then ${value} else h.${column} end`
/** Facts of the keys outlast a question without an answer, of the same place. */
const ofKeys = (column: string) =>
  latest(column, `case when excluded.key_fingerprint is null and excluded.place = h.place then h.${column} else excluded.${column} end`)
/** What the other side showed, or showed the last time that it showed anything. */
const shown = (column: string) =>
  latest(column, `case when excluded.place = h.place then coalesce(excluded.${column}, h.${column}) else excluded.${column} end`)

// The youngest token of ten minutes speaks for the clock; after that a younger one has to come.
const isYounger = `(h.token_offset_at is null or h.token_offset_at < excluded.token_offset_at - interval '10 minutes'
  or excluded.token_offset_ms >= h.token_offset_ms)`
const younger = (column: string) =>
  `${column} = case when excluded.token_offset_ms is not null and ${isYounger} then excluded.${column} else h.${column} end`

/** Adds what a node has learnt to what is known, whole batches at once, in the order of ids so that two nodes never wait for each other. */
export const keepIssuerHealth = namedStatement<'observations', Record<string, never>>(
  'keep_issuer_health',
  `insert into issuer_health as h (external_identity_id, place, asked_at, answered_at, failing_since, problem, milliseconds, key_count,
    unusable_key_count, weak_key_count, algorithms, key_fingerprint, keys_since, certificate_ends_at, server_offset_ms, token_offset_ms,
    token_offset_at)
  select o.id, o.place, o.asked_at, case when o.answered then o.asked_at end, case when not o.answered then o.asked_at end, o.problem,
    o.milliseconds, o.key_count, o.unusable_key_count, o.weak_key_count, o.algorithms, o.key_fingerprint,
    case when o.key_fingerprint is not null then o.asked_at end, o.certificate_ends_at, o.server_offset_ms, o.token_offset_ms,
    case when o.token_offset_ms is not null then now() end
  from jsonb_to_recordset(:observations::jsonb) as o(id uuid, place text, asked_at timestamptz, answered boolean, problem text,
    milliseconds integer, key_count integer, unusable_key_count integer, weak_key_count integer, algorithms text[], key_fingerprint text,
    certificate_ends_at timestamptz, server_offset_ms integer, token_offset_ms integer)
  join external_identities i on i.id = o.id and i.deleted_at is null
  order by o.id
  on conflict (external_identity_id) do update set
    ${[
      latest('place'),
      latest('asked_at'),
      latest('answered_at', 'coalesce(excluded.answered_at, case when excluded.place = h.place then h.answered_at end)'),
      latest(
        'failing_since',
        `case when excluded.failing_since is null then null
          when excluded.place = h.place then coalesce(h.failing_since, excluded.failing_since) else excluded.failing_since end`,
      ),
      latest('problem'),
      latest('milliseconds'),
      ofKeys('key_count'),
      ofKeys('unusable_key_count'),
      ofKeys('weak_key_count'),
      ofKeys('algorithms'),
      ofKeys('key_fingerprint'),
      latest(
        'keys_since',
        `case when ${sameKeys} or (excluded.key_fingerprint is null and excluded.place = h.place) then h.keys_since else excluded.keys_since end`,
      ),
      shown('certificate_ends_at'),
      shown('server_offset_ms'),
      younger('token_offset_ms'),
      younger('token_offset_at'),
    ].join(',\n    ')}`,
)
