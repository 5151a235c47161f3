import { readdirSync, readFileSync } from 'node:fs'
import { type Documentation, readDocumentation } from './pages.ts'

export const docsFolder = new URL('../../../../docs/', import.meta.url)

/** The files of `docs/` by name. */
export const documentationFiles: Record<string, string> = Object.fromEntries(
  readdirSync(docsFolder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name, readFileSync(new URL(name, docsFolder), 'utf8')]),
)

export const documentationOnDisk = (): Documentation => readDocumentation(documentationFiles)
