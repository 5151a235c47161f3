import { createApi } from '../src/server/api.ts'
import { readEnvironment } from '../src/server/env.ts'
import { closeHttpServer, createHttpServer, listen } from '../src/server/http-server.ts'
import { createServices } from '../src/server/services.ts'
import { stopOnSignal } from '../src/server/stop.ts'

/**
 * A program: one server process with every door of the machines, as operators run it, less pages and jobs. It takes the product's own
 * environment variables, prints its port on one line and ends with whoever started it.
 */
process.stdin.resume().on('end', () => process.exit())

const environment = readEnvironment()
const { databaseUrl, secretKey } = environment
if (databaseUrl === undefined || secretKey === undefined) throw new Error('DATABASE_URL and BONAFIDE_SECRET_KEY are needed')
const platform = await createServices({ ...environment, databaseUrl, secretKey })
const server = createHttpServer({
  api: createApi(platform),
  pages: (_, response) => response.writeHead(404).end(),
  stopping: platform.stopping.signal,
  secure: true,
})
await listen(server, environment.port)
stopOnSignal([
  () => platform.close(),
  async () => {
    platform.stopping.abort()
    await closeHttpServer(server, 25_000)
  },
])
const address = server.address()
process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
