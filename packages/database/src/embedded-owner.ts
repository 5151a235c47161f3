import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type HeldLock, tryLock } from './embedded-lock.ts'

/** Another running server owns the data folder. */
export class DataDirectoryInUse extends Error {
  readonly code = 'data_directory_in_use'

  constructor(
    readonly dataDirectory: string,
    readonly pid: number,
  ) {
    super(`The data folder ${dataDirectory} is in use by process ${pid}. Stop that process, or give this one a data folder of its own.`)
    this.name = 'DataDirectoryInUse'
  }
}

/**
 * Makes this process the only server on a data folder until it releases it or ends, however it ends: a claim whose process is gone is
 * taken over. The claim is `owner.json` in the folder.
 * @throws DataDirectoryInUse naming the process that owns it.
 */
export async function claimDataDirectory(dataDirectory: string): Promise<HeldLock> {
  const folder = resolve(dataDirectory)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const attempt = await tryLock(join(folder, 'owner.json'))
  if ('held' in attempt) return attempt.held
  throw new DataDirectoryInUse(folder, attempt.holderPid)
}
