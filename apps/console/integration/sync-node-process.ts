import { readEnvironment } from '../src/server/env.ts'
import { startJobs } from '../src/server/jobs.ts'
import { createServices } from '../src/server/services.ts'

/**
 * A program: the part of a server process that takes up jobs, as operators run it. It gets ready, says so on one line, begins when it is sent a
 * line, and ends with whoever started it.
 */
const environment = readEnvironment()
const { databaseUrl, secretKey } = environment
if (databaseUrl === undefined || secretKey === undefined) throw new Error('DATABASE_URL and BONAFIDE_SECRET_KEY are needed')
const platform = await createServices({ ...environment, databaseUrl, secretKey })
await platform.jobs.connection.pool.query('select 1')
process.stdin.once('data', () => void startJobs(platform)).on('end', () => process.exit())
process.stdout.write('ready\n')
