import { replaceIssuerKeys } from '@bonafide/core'
import { createServerKeyring } from '@bonafide/crypto'
import { connect, createStores, migrate } from '@bonafide/database'
import { prepareEnvironment } from './data-folder.ts'
import { readEnvironment } from './env.ts'
import { createRuntime } from './runtime.ts'

/**
 * `npm run replace-issuer-keys`: forgets the keys with which this server signs tokens for clouds that trust it, and makes another one, while
 * servers run. For when a key may be known to others; keys rotate by themselves otherwise. With the embedded database, which belongs to
 * one process at a time, the server is stopped meanwhile.
 */
async function main(): Promise<void> {
  const wanted = readEnvironment()
  const runtime = createRuntime(wanted)
  const { environment, release } = await prepareEnvironment(wanted, runtime.randomBytes)
  await migrate(environment.databaseUrl)
  const connection = connect(environment.databaseUrl, { applicationName: 'bonafide-replace-issuer-keys' })
  try {
    const keyring = createServerKeyring(environment.secretKey)
    const { kid, forgotten } = await replaceIssuerKeys({ stores: createStores(connection.db), keyring, runtime })
    console.log(`${forgotten} keys were forgotten; tokens are signed with ${kid} from now on.`)
  } finally {
    await connection.close()
    await release()
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
