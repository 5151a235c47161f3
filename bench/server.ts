import { randomBytes } from 'node:crypto'
import { type Context, exchange, newId, type OutboundResponse } from '@bonafide/core'
import { createApi } from '../apps/console/src/server/api.ts'
import { readEnvironment } from '../apps/console/src/server/env.ts'
import { createHttpServer, listen } from '../apps/console/src/server/http-server.ts'
import { startJobs } from '../apps/console/src/server/jobs.ts'
import { createServices } from '../apps/console/src/server/services.ts'
import { serveParent } from './child.ts'
import { perSecond } from './lanes.ts'

export type ServerAsk =
  /** Exchanges without HTTP. */
  | { kind: 'exchange'; provider: 'aws_iam' | 'azure_entra'; bodies: unknown[]; concurrency: number }
  /** Processor time of this process so far, in milliseconds. */
  | { kind: 'processor' }
  /** Takes up jobs as well, with an AWS at this place; and no more. */
  | { kind: 'jobs'; awsUrl: string }
  | { kind: 'no jobs' }

// The server as operators run it, less pages and jobs, with platforms that answer at once: what they cost is theirs.
const { BENCH_ANSWERS = '{}' } = process.env
const answers = JSON.parse(BENCH_ANSWERS) as Record<string, string>
const environment = readEnvironment()
const { databaseUrl = '', secretKey = '' } = environment
const platform = await createServices({ ...environment, databaseUrl, secretKey })
const services = {
  ...platform.services,
  runtime: {
    ...platform.services.runtime,
    randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
    fetch: async (url: string): Promise<OutboundResponse> => {
      const { pathname, host } = new URL(url)
      const body = answers[host] ?? answers[pathname]
      if (body === undefined) throw new Error(`nobody answers for ${url}`)
      return { status: 200, headers: {}, body: new TextEncoder().encode(body) }
    },
  },
}
const server = createHttpServer({
  api: createApi({ ...platform, services }),
  pages: (_, response) => response.writeHead(404).end(),
  stopping: platform.stopping.signal,
  secure: true,
})
await listen(server, 0)
const address = server.address()

let jobs: Awaited<ReturnType<typeof startJobs>> | undefined

serveParent<ServerAsk>(typeof address === 'object' && address ? address.port : 0, async (ask) => {
  if (ask.kind === 'processor') return processorMs()
  if (ask.kind === 'jobs') {
    process.env.AWS_ENDPOINT_URL = ask.awsUrl
    jobs = await startJobs(platform)
    return 0
  }
  if (ask.kind === 'no jobs') {
    await jobs?.stop()
    return 0
  }
  const { provider, bodies, concurrency } = ask
  return perSecond(bodies.length, concurrency, (index) => exchange(services.providers[provider], bodies[index], contextOf()))
})

const contextOf = (): Context => ({
  ...services,
  actor: { kind: 'anonymous' },
  request: { id: `req_${newId(services.runtime).replaceAll('-', '')}`, ip: '192.0.2.1', userAgent: 'bench' },
})

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
