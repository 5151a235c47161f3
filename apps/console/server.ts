import { join } from 'node:path'
import { ensureKeyCheck } from '@bonafide/core'
import { migrate } from '@bonafide/database'
import next from 'next'
import { createApi } from './src/server/api.ts'
import { welcome } from './src/server/banner.ts'
import { prepareEnvironment } from './src/server/data-folder.ts'
import { readEnvironment } from './src/server/env.ts'
import { firstOwnerLink } from './src/server/first-owner.ts'
import { closeHttpServer, createHttpServer, listen } from './src/server/http-server.ts'
import { startJobs } from './src/server/jobs.ts'
import { measureQueue } from './src/server/measure-queue.ts'
import { createRuntime } from './src/server/runtime.ts'
import { createServices } from './src/server/services.ts'
import { stopOnSignal } from './src/server/stop.ts'
import { version } from './src/server/version.ts'
import { watchIssuers } from './src/server/watch-issuers.ts'

/** Requests under way are given this long when the process is asked to stop. */
const graceMs = 25_000

/** The process: database, migrations, keys, first owner, doors, pages, jobs, the port; and all of it backwards at the end. */
async function main(): Promise<void> {
  const dev = process.argv.includes('--dev')
  const wanted = readEnvironment()
  const { environment, release } = await prepareEnvironment(wanted, createRuntime(wanted).randomBytes)
  const undo = [release]
  const stop = stopOnSignal(undo)
  try {
    await migrate(environment.databaseUrl)
    const platform = await createServices(environment)
    undo.push(() => platform.close())
    await ensureKeyCheck(platform.services)
    const setupLink = await firstOwnerLink(platform)

    const server = createHttpServer({
      api: createApi(platform),
      pages: (request, response) => pages(request, response),
      secure: environment.publicUrl.startsWith('https://'),
      stopping: platform.stopping.signal,
    })
    const console_ = next({ dev, dir: consoleFolder(), port: environment.port, httpServer: server })
    await console_.prepare()
    const pages = console_.getRequestHandler()
    if (dev) server.on('upgrade', console_.getUpgradeHandler())

    const jobs = await startJobs(platform)
    undo.push(() => jobs.stop())
    const watch = watchIssuers(platform)
    undo.push(() => watch.stop())
    const measuring = measureQueue(platform)
    undo.push(() => measuring.stop())
    // Last, so that it is the first thing to end: nothing new is taken while the rest finishes.
    await listen(server, environment.port)
    undo.push(async () => {
      platform.stopping.abort()
      await closeHttpServer(server, graceMs)
    })
    console.log(
      welcome({
        version,
        publicUrl: environment.publicUrl,
        setupLink,
        dataDirectory: wanted.databaseUrl ? undefined : environment.dataDirectory,
      }),
    )
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where `.next/` is: beside this file, or one up from the bundle in `dist/`. */
const consoleFolder = (): string => (import.meta.url.endsWith('.ts') ? import.meta.dirname : join(import.meta.dirname, '..'))

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
