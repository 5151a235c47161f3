import { createServerKeyring } from '@bonafide/crypto'
import { connect, createStores, createWrappedValues, migrate } from '@bonafide/database'
import { prepareEnvironment } from './data-folder.ts'
import { readEnvironment } from './env.ts'
import { rewrapAll } from './rewrap.ts'
import { createRuntime } from './runtime.ts'

/**
 * `npm run rotate-keys`: wraps every value of the server again under the first key of BONAFIDE_SECRET_KEY, while servers run. Put the new
 * key in front of the old one, restart the servers, run this, then take the old key away. With the embedded
 * database, which belongs to one process at a time, the server is stopped meanwhile.
 */
async function main(): Promise<void> {
  const wanted = readEnvironment()
  const runtime = createRuntime(wanted)
  const { environment, release } = await prepareEnvironment(wanted, runtime.randomBytes)
  await migrate(environment.databaseUrl)
  const connection = connect(environment.databaseUrl, { applicationName: 'bonafide-rotate-keys' })
  try {
    const keyring = createServerKeyring(environment.secretKey)
    const count = await rewrapAll(createWrappedValues(connection.db), { stores: createStores(connection.db), keyring, runtime })
    console.log(`${count} values were wrapped again; all of them are now under key ${keyring.currentKeyId}.`)
  } finally {
    await connection.close()
    await release()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
