import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as z from 'zod'
import { readJsonFile } from './private-file.ts'

/**
 * `.bonafide.json`: which app, environment and path a folder works with. It is meant to be committed, so it holds no secret; and it names no host, so that a
 * cloned repository cannot send a token elsewhere.
 */
const projectSchema = z.strictObject({
  /** Name or id. */
  app: z.string().min(1).optional(),
  env: z.string().min(1).optional(),
  path: z.string().min(1).optional(),
})
export type Project = z.output<typeof projectSchema>

const projectFileName = '.bonafide.json'

/** The nearest project file, from a folder upward to the root of its repository (the folder with `.git`), or of the file system. */
export async function findProject(folder: string): Promise<{ project: Project; file: string } | null> {
  const file = join(folder, projectFileName)
  const project = await readJsonFile(file, projectSchema)
  if (project) return { project, file }
  const parent = dirname(folder)
  return parent === folder || (await exists(join(folder, '.git'))) ? null : findProject(parent)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
