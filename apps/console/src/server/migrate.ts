import { migrate } from '@bonafide/database'
import { readEnvironment } from './env.ts'

/** `npm run migrate`: brings the database of DATABASE_URL to this version, where no server does it at its start. */
async function main(): Promise<void> {
  const { databaseUrl } = readEnvironment()
  if (databaseUrl === undefined) throw new Error('Set DATABASE_URL. The embedded database is migrated whenever the server starts.')
  await migrate(databaseUrl)
  console.log('The database is up to date.')
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
