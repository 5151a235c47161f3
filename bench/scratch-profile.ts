import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@bonafide/database/embedded'
import { createServerKeyring, newServerSecret, newServiceAccountKeyring, formatKeyring, parseKeyring, keyringKeyPair, mintToken } from '@bonafide/crypto'
import pg from 'pg'
const random = (n: number) => new Uint8Array(randomBytes(n))
const us = (label: string, f: () => unknown, n = 2000) => { for (let i=0;i<200;i++) f(); const t = performance.now(); for (let i=0;i<n;i++) f(); console.log(label, ((performance.now()-t)/n*1000).toFixed(1), 'µs') }
const secret = newServerSecret(random)
const ring = createServerKeyring(secret)
const kr = newServiceAccountKeyring(random)
const wrapped = ring.wrap(formatKeyring(kr), 'service_account_keyring:x', random)
us('unwrap', () => ring.unwrap(wrapped, 'service_account_keyring:x'))
const json = ring.unwrap(wrapped, 'service_account_keyring:x')
us('parseKeyring', () => parseKeyring(json))
us('keyringKeyPair', () => keyringKeyPair(kr))
const pair = keyringKeyPair(kr)
us('mintToken (crypto)', () => mintToken('pss_service:v2', pair, random))
us('mint whole', () => mintToken('pss_service:v2', keyringKeyPair(parseKeyring(ring.unwrap(wrapped, 'service_account_keyring:x'))), random))
if (process.argv[2] === 'crypto') process.exit()
const folder = mkdtempSync(join(tmpdir(), 'bench-'))
const server = await startEmbeddedPostgres({ dataDirectory: folder })
try {
  const pool = new pg.Pool({ connectionString: server.url, max: 20 })
  await pool.query('create table c (id bigserial primary key, at timestamptz default now(), note text)')
  for (const c of [1, 4, 16, 32]) {
    const n = c === 1 ? 500 : 4000
    let left = n
    const t = performance.now()
    await Promise.all(Array.from({ length: c }, async () => { while (left-- > 0) await pool.query({ name: 'i', text: 'insert into c (note) values ($1)', values: ['x'] }) }))
    console.log('commits/s', c, Math.round(n / (performance.now() - t) * 1000))
  }
  await pool.end()
} finally { await server.stop(); rmSync(folder, { recursive: true, force: true }) }
