import { randomBytes } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type * as z from 'zod'
import { Failure } from './failure.ts'

const ownerOnly = 0o600
const ownerOnlyFolder = 0o700

/** Reads a JSON file of ours; null when there is none. Fails with its path when it is not what we wrote. */
export async function readJsonFile<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema> | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw new Failure('unexpected', `The file ${path} cannot be read.`, { why: reasonOf(error), code: 'file_unreadable', cause: error })
  }
  const parsed = schema.safeParse(jsonOrUndefined(text))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : ''
  throw new Failure('invalid', `The file ${path} is not valid.`, {
    why: `${where}${issue?.message ?? 'not JSON'}`,
    fix: 'Correct it, or delete it and start over',
    code: 'file_invalid',
  })
}

/** Writes a file that only its owner can read, whole or not at all: beside it first, then renamed over it. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: ownerOnlyFolder })
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    // `wx`: never through a link that somebody else put there.
    const file = await open(beside, 'wx', ownerOnly)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await chmod(beside, ownerOnly)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw new Failure('unexpected', `The file ${path} cannot be written.`, { why: reasonOf(error), code: 'file_unwritable', cause: error })
  }
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'
}

/** The system's error code, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
