import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@bonafide/database/embedded'
import { startChild } from './child.ts'
import { createSite, exchangeRequest, getRequest } from './site.ts'
const folder = mkdtempSync(join(tmpdir(), 'bonafide-bench-'))
const postgres = await startEmbeddedPostgres({ dataDirectory: folder, settings: { shared_buffers: '512MB' } })
process.env.BONAFIDE_TEST_DATABASE_URL = postgres.url
const site = await createSite(1000)
const loader: any = await startChild('load.ts')
const kind = process.argv[2] ?? 'aws'
for (let r = 0; r < 10; r++) {
  const requests = kind === 'aws' ? site.awsBodies(600).map((b) => exchangeRequest('aws_iam', b)) : kind === 'azure' ? (await site.azureBodies(600, false)).map((b) => exchangeRequest('azure_entra', b)) : [kind === 'intro' ? getRequest('/service/secrets/tokens/', { authorization: site.authorization }) : getRequest('/service/secrets/', { authorization: site.authorization, environment: site.environmentId })]
  const before = await site.server.ask({ kind: 'processor' })
  const x = await loader.ask({ port: site.server.port, requests, count: 600, concurrency: 32 })
  console.log(Math.round(x.perSecond), ((await site.server.ask({ kind: 'processor' }) - before) / 600).toFixed(2), 'ms')
}
await loader.stop(); await site.close(); await postgres.stop(); rmSync(folder, { recursive: true, force: true })
