import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './run.mjs'

const stampPath = join(root, 'apps/console/dist/.stamp')
const results = ['apps/console/dist/server.mjs', 'apps/console/.next/BUILD_ID']
const sources = [
  'apps',
  'packages',
  'scripts/build.mjs',
  'codegen.ts',
  'codegen.docs.ts',
  'docs',
  'package-lock.json',
  'tsconfig.base.json',
]
const ignored = new Set([
  'node_modules',
  'dist',
  '.next',
  '.turbo',
  'generated',
  'screenshots',
  'e2e',
  'integration',
  'coverage',
  'next-env.d.ts',
])

/** True when what was built was built from the sources as they are now. */
export function isBuilt() {
  if (!existsSync(stampPath) || !results.every((path) => existsSync(join(root, path)))) return false
  return readFileSync(stampPath, 'utf8') === sourceStamp()
}

/** The content of everything that ends up in the build, as one digest. */
export function sourceStamp() {
  const hash = createHash('sha256')
  for (const path of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

export function writeStamp(stamp) {
  mkdirSync(dirname(stampPath), { recursive: true })
  writeFileSync(stampPath, stamp)
}

function filesBelow(path) {
  if (!existsSync(path)) return []
  const entries = readdirSyncIfFolder(path)
  if (!entries) return [path]
  return entries
    .filter(
      (entry) => !ignored.has(entry.name) && !/\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name) && (entry.isFile() || entry.isDirectory()),
    )
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)]))
}

function readdirSyncIfFolder(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined
    throw error
  }
}
