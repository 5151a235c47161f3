import { createServer } from 'node:http'
import pg from 'pg'
import { introspectStatement } from '../packages/database/src/stores/introspection.ts'
import { serveParent } from './child.ts'
import { perSecond } from './lanes.ts'

/** Single-row commits. */
export interface BareAsk {
  count: number
  concurrency: number
}

/**
 * The yardsticks: what the same PostgreSQL and Node.js do at best, with nothing of ours. Commits of one small row; and over node:http the
 * SELECT of an introspection, and the SELECT of an environment's secrets with an INSERT of one row, which is what auditing costs anybody.
 */
const { DATABASE_URL, ENVIRONMENT_ID, ACCOUNT_ID, TOKEN_ID, POOL_SIZE } = process.env
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: Number(POOL_SIZE) })
await pool.query('create table if not exists bench_rows (id bigint generated always as identity primary key, note text not null)')

const secrets = `
  select json_agg(row)::text as json from (
    select id, key, value, comment, tags, type, path, key_digest, version, created_at, updated_at
    from secrets where environment_id = $1 and deleted_at is null order by path, id) row`
const insert = () => pool.query({ name: 'insert', text: 'insert into bench_rows (note) values ($1)', values: ['a row'] })

const answers: Record<string, () => Promise<string>> = {
  '/secrets': async () => {
    const { rows } = await pool.query({ name: 'secrets', text: secrets, values: [ENVIRONMENT_ID] })
    await insert()
    return rows[0].json
  },
  '/introspection': async () => {
    const values = [ACCOUNT_ID, TOKEN_ID, null, null]
    const { rows } = await pool.query({ name: 'introspection', text: introspectStatement.service_account, values })
    return rows[0].json
  },
}

const server = createServer((request, response) => {
  const answer = answers[request.url ?? '']
  if (!answer) return response.writeHead(404).end()
  answer().then(
    (body) => response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
serveParent<BareAsk>(typeof address === 'object' && address ? address.port : 0, ({ count, concurrency }) =>
  perSecond(count, concurrency, insert),
)
