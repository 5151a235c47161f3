import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './env.ts'
import { writePrivateFile } from './private-file.ts'

export interface TokenFile {
  path: string
  write(token: string): Promise<void>
  remove(): Promise<void>
}

/** A file for one token, in a folder of its own that only its owner can enter: in memory where the system has such a place for its users. */
export async function createTokenFile({ runtimeFolder }: Environment): Promise<TokenFile> {
  const parent = runtimeFolder?.startsWith('/') && (await isFolder(runtimeFolder)) ? runtimeFolder : tmpdir()
  const folder = await mkdtemp(join(parent, 'bonafide-'))
  const path = join(folder, 'token')
  return {
    path,
    write: (token) => writePrivateFile(path, `${token}\n`),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
