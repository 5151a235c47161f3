import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exchange, newId, OutboundError } from '@bonafide/core'
import { connect, createStores } from '@bonafide/database'
import { startEmbeddedPostgres } from '@bonafide/database/embedded'
import { createIdentityProviders } from '@bonafide/identity-providers'
import pg from 'pg'
import { run } from '../packages/database/src/stores/statement.ts'
import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const server = await startEmbeddedPostgres({ dataDirectory: folder, settings: { shared_buffers: '256MB', ...(process.env.SLOW ? { commit_delay: process.env.SLOW, commit_siblings: '0' } : {}) } })
process.env.BONAFIDE_TEST_DATABASE_URL = server.url
const { createWorld } = await import('../apps/console/integration/world.ts')
const world = await createWorld()
const conc = Number(process.env.CONC ?? 16), N = Number(process.env.N ?? 1500)
try {
  const connection = connect(world.database.url, { poolSize: Number(process.env.POOL ?? 20) })
  const role = world.role()
  const account = await world.account()
  await world.awsIdentity(account.id)
  // canned STS
  let canned: any = null
  const fetch = async (url: string, init: any) => (canned ??= await world.services.runtime.fetch(url, init))
  const services = { ...world.services, runtime: { ...world.services.runtime, fetch }, stores: createStores(connection.db), providers: createIdentityProviders() }
  const ctx = () => ({ ...services, actor: { kind: 'anonymous' as const }, request: { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: '192.0.2.1', userAgent: 'bench' } })
  let serial = 0
  const roles = Array.from({ length: 1 }, (_, i) => world.role('app', `i-${i}`))
  const bodies = (n: number) => Array.from({ length: n }, () => world.awsBody(world.role('app', `i-${++serial}`), account.id))
  await exchange(services.providers.aws_iam, world.awsBody(role, account.id), ctx())
  async function lanes(n: number, work: (i: number) => Promise<unknown>) { let i = 0; const t = performance.now(); await Promise.all(Array.from({ length: conc }, async () => { while (i < n) await work(i++) })); return n / (performance.now() - t) * 1000 }
  await world.database.pool.query('create table c (id bigserial primary key, note text)')
  const commits = () => lanes(N * 3, () => connection.pool.query({ name: 'i', text: 'insert into c (note) values ($1)', values: ['x'] }))
  const timers: Record<string, number> = {}
  const variants: Record<string, () => void> = { now: () => {} }
  const original = services.stores.exchanges
  const dialect = new PgDialect()
  const capture = async (f: (s: any) => Promise<unknown>) => { let q: any; const fake: any = { execute: async (x: any) => { q = dialect.sqlToQuery(x); return { rows: [] } } }; await f(fake).catch(() => {}); return q }
  const { createExchangeStore } = await import('../packages/database/src/stores/exchanges.ts')
  const prepared = (edit: (t: string) => string, tag: string) => ({
    ...original,
    candidates: async (id: string, p: any) => {
      let r: any; const fake: any = { execute: async (x: any) => { const q = dialect.sqlToQuery(x); r = await connection.pool.query({ name: 'cand' + tag, text: q.sql, values: q.params as any }); return r } }
      return createExchangeStore(fake).candidates(id, p)
    },
    grant: async (g: any) => {
      const fake: any = { execute: async (x: any) => { const q = dialect.sqlToQuery(x); return connection.pool.query({ name: 'grant' + tag, text: edit(q.sql), values: q.params as any }) } }
      return createExchangeStore(fake).grant(g)
    },
  })
  const noNotify = (t: string) => t.replace(/select verdict\.outcome, pg_notify\((\$\d+),[\s\S]*?\)::text\) from verdict, exchange/, 'select verdict.outcome, $1::text from verdict, exchange')
  const noShare = (t: string) => t.replace('for share of i, b, a', '')
  const fkeyOnly = (t: string) => t.replace('for share of i, b, a', 'for key share of i, b, a')
  const stores: Record<string, any> = {
    'as it is': original,
    'prepared': prepared((t) => t, 'p'),
    'prepared, no notify': prepared(noNotify, 'pn'),
    'prepared, no share': prepared(noShare, 'ps'),
    'prepared, no notify, no share': prepared((t) => noShare(noNotify(t)), 'pns'),
  }

  if (process.env.EXPLAIN) {
    const keep: any = prepared((t) => t, 'x')
    for (let i = 0; i < 8; i++) {
      services.stores = { ...services.stores, exchanges: { ...original, grant: async (g: any) => { const fake: any = { execute: async (x: any) => { const q = dialect.sqlToQuery(x); const r = await connection.pool.query('explain (analyze, wal, buffers) ' + q.sql, q.params as any); if (i === 7) for (const l of r.rows) { const t = l['QUERY PLAN']; if (/Time|Insert|Lock|WAL|Trigger|time=/.test(t)) console.log(t) } return { rows: [{ outcome: 'accepted' }] } } }; return createExchangeStore(fake).grant(g) } } }
      await exchange(services.providers.aws_iam, bodies(1)[0], ctx())
    }

    let last: any; services.stores = { ...services.stores, exchanges: { ...original, grant: async (g: any) => { const fake: any = { execute: async (x: any) => { last = dialect.sqlToQuery(x); return { rows: [{ outcome: 'accepted' }] } } }; return createExchangeStore(fake).grant(g) } } }
    await exchange(services.providers.aws_iam, bodies(1)[0], ctx())
    const fixed = new Set([account.id]); const rows = await world.database.pool.query('select id from external_identities union all select id from organisations'); for (const r of rows.rows) fixed.add(r.id)
    const fresh = () => { const map = new Map<string, string>(); return last.params.map((x: any) => { if (Buffer.isBuffer(x)) return Buffer.from(crypto.getRandomValues(new Uint8Array(32))); if (typeof x === 'string' && /^[0-9a-f-]{36}$/.test(x) && !fixed.has(x)) { if (!map.has(x)) map.set(x, newId(services.runtime)); return map.get(x) } return x }) }
    const cand = await capture((f) => createExchangeStore(f).candidates(account.id, 'aws_iam'))
    const q = (name: string, text: string, values: any) => connection.pool.query({ name, text, values })
    for (let r = 0; r < 4; r++) {
      const c1 = await commits()
      const both = await lanes(N, async () => { await q('k', cand.sql, cand.params); await q('g', last.sql, fresh()) })
      const bothNo = await lanes(N, async () => { await q('k', cand.sql, cand.params); await q('gn', noNotify(last.sql), fresh()) })
      const bothNoNo = await lanes(N, async () => { await q('k', cand.sql, cand.params); await q('gnn', noShare(noNotify(last.sql)), fresh()) })
      console.log('commits', c1 | 0, '| statements alone', both | 0, (both / c1).toFixed(2), '| no notify', bothNo | 0, (bothNo / c1).toFixed(2), '| neither', bothNoNo | 0, (bothNoNo / c1).toFixed(2))
    }
  }
  await connection.close()
} finally { await world.close(); await server.stop().catch(() => {}); rmSync(folder, { recursive: true, force: true }) }
