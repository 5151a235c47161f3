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
const server = await startEmbeddedPostgres({ dataDirectory: folder, settings: { shared_buffers: '256MB' } })
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
    // latency of each piece, one connection, in microseconds
    const c = await connection.pool.connect()
    const time = async (label: string, f: () => Promise<unknown>, n = 400) => { for (let i = 0; i < 20; i++) await f(); const t = performance.now(); for (let i = 0; i < n; i++) await f(); console.log(label.padEnd(40), ((performance.now() - t) / n * 1000).toFixed(0), 'µs') }
    let last: any; const grab = async () => { services.stores = { ...services.stores, exchanges: { ...original, grant: async (g: any) => { const fake: any = { execute: async (x: any) => { last = dialect.sqlToQuery(x); return { rows: [{ outcome: 'accepted' }] } } }; return createExchangeStore(fake).grant(g) } } }; await exchange(services.providers.aws_iam, bodies(1)[0], ctx()) }
    await grab()
    const uuid = () => newId(services.runtime)
    const params = () => { const p = [...last.params]; return p }
    // make new ids: find uuids equal to exchange id/token id/hash
    const idTok = last.params.filter((x: any) => typeof x === 'string' && /^[0-9a-f-]{36}$/.test(x))
    const count: any = {}; for (const x of idTok) count[x] = (count[x] ?? 0) + 1
    const fixed = new Set([account.id]); const rows = await world.database.pool.query('select id from external_identities union all select id from organisations'); for (const r of rows.rows) fixed.add(r.id)
    const fresh = () => { const map = new Map<string, string>(); return last.params.map((x: any) => { if (Buffer.isBuffer(x)) return Buffer.from(crypto.getRandomValues(new Uint8Array(32))); if (typeof x === 'string' && /^[0-9a-f-]{36}$/.test(x) && !fixed.has(x)) { if (!map.has(x)) map.set(x, uuid()); return map.get(x) } return x }) }
    await time('select 1 prepared', () => c.query({ name: 's1', text: 'select 1' }))
    for (const sync of ['on', 'off']) {
      await c.query(`set synchronous_commit = ${sync}`)
      await time(`insert one row prepared, sync ${sync}`, () => c.query({ name: 'i', text: 'insert into c (note) values ($1)', values: ['x'] }))
      await time(`grant unprepared, sync ${sync}`, () => c.query(last.sql, fresh()))
      await time(`grant prepared, sync ${sync}`, () => c.query({ name: 'g1', text: last.sql, values: fresh() }))
      await time(`grant no notify, sync ${sync}`, () => c.query({ name: 'g2', text: noNotify(last.sql), values: fresh() }))
      await time(`grant no share, sync ${sync}`, () => c.query({ name: 'g3', text: noShare(last.sql), values: fresh() }))
      await time(`grant neither, sync ${sync}`, () => c.query({ name: 'g4', text: noShare(noNotify(last.sql)), values: fresh() }))
    }
    const cand = await capture((f) => createExchangeStore(f).candidates(account.id, 'aws_iam'))
    await time('candidates unprepared', () => c.query(cand.sql, cand.params))
    await time('candidates prepared', () => c.query({ name: 'cand', text: cand.sql, values: cand.params }))
    c.release()
    services.stores = { ...services.stores, exchanges: { ...original, candidates: original.candidates, grant: async () => 'accepted' as const, refuse: original.refuse } }
    const cached = await original.candidates(account.id, 'aws_iam')
    services.stores = { ...services.stores, exchanges: { ...services.stores.exchanges, candidates: async () => cached } }
    const b2 = bodies(620); let k = 0
    await time('exchange without database', () => exchange(services.providers.aws_iam, b2[k++], ctx()), 600)
  }
  const results: Record<string, number[]> = {}
  for (let round = 0; round < Number(process.env.ROUNDS ?? 0); round++) {
    ;(results.commits ??= []).push(await commits())
    for (const [name, store] of Object.entries(stores)) {
      services.stores = { ...services.stores, exchanges: store }
      const b = bodies(N)
      let bad = 0
      const rate = await lanes(N, async (i) => { try { await exchange(services.providers.aws_iam, b[i], ctx()) } catch (e) { bad++; if (bad === 1) console.log(String(e)) } })
      if (bad) console.log(name, 'bad', bad)
      ;(results[name] ??= []).push(rate)
    }
    await world.database.pool.query('truncate used_proofs')
  }
  const med = (a: number[]) => [...a].sort((x, y) => x - y)[a.length >> 1]!
  const base = med(results.commits ?? [1])
  for (const [n, r] of Object.entries(results)) console.log(n.padEnd(34), Math.round(med(r)), (med(r) / base).toFixed(2), r.map(Math.round).join(' '))
  await connection.close()
} finally { await world.close(); await server.stop().catch(() => {}); rmSync(folder, { recursive: true, force: true }) }
