import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { newServerSecret } from '@bonafide/crypto'
import { claimDataDirectory, startEmbeddedPostgres } from '@bonafide/database/embedded'
import { type Environment, EnvironmentInvalid, secretKeyFile } from './env.ts'
import type { ReadyEnvironment } from './services.ts'

export interface Prepared {
  environment: ReadyEnvironment
  /** Stops what was started and gives the data folder back. */
  release(): Promise<void>
}

/** Finds the database and the key: those of the environment, or those of the data folder, made at the first start. */
export async function prepareEnvironment(environment: Environment, randomBytes: (length: number) => Uint8Array): Promise<Prepared> {
  const { databaseUrl, secretKey } = environment
  if (databaseUrl !== undefined && secretKey !== undefined) {
    return { environment: { ...environment, databaseUrl, secretKey }, release: async () => undefined }
  }
  const claim = await claimDataDirectory(environment.dataDirectory)
  try {
    const key = secretKey ?? keptSecretKey(environment, randomBytes)
    const postgres = await startEmbeddedPostgres({ dataDirectory: environment.dataDirectory })
    const release = async () => {
      await postgres.stop()
      claim.release()
    }
    return { environment: { ...environment, databaseUrl: postgres.url, secretKey: key }, release }
  } catch (error) {
    claim.release()
    throw error
  }
}

/** @throws EnvironmentInvalid when others on this machine could read the key. */
function keptSecretKey(environment: Environment, randomBytes: (length: number) => Uint8Array): string {
  const file = secretKeyFile(environment)
  if (!existsSync(file)) {
    mkdirSync(environment.dataDirectory, { recursive: true, mode: 0o700 })
    writeFileSync(file, `${newServerSecret(randomBytes)}\n`, { mode: 0o600, flag: 'wx' })
  }
  const openToOthers = process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0
  if (openToOthers) throw new EnvironmentInvalid([`The file ${file} can be read by others on this machine: chmod 600 it`])
  return readFileSync(file, 'utf8').trim()
}
