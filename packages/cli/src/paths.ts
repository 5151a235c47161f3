import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from './env.ts'

/** Where the command keeps its own files: the XDG base directories on Linux, their equivalents elsewhere. */
export interface Paths {
  /** Settings, no secrets. */
  config: string
  /** Tokens, where no keyring holds them. */
  credentials: string
}

// XDG Base Directory Specification 0.8: a relative path is invalid and to be ignored.
const absolute = (path: string | undefined): string | undefined => (path?.startsWith('/') ? path : undefined)

export function pathsOf(environment: Environment, platform: NodeJS.Platform = process.platform): Paths {
  const home = environment.home ?? homedir()
  if (platform === 'win32') {
    return {
      config: join(environment.appData ?? join(home, 'AppData', 'Roaming'), 'bonafide', 'config.json'),
      credentials: join(environment.localAppData ?? join(home, 'AppData', 'Local'), 'bonafide', 'credentials'),
    }
  }
  const support = join(home, 'Library', 'Application Support')
  const mac = platform === 'darwin'
  return {
    config: join(absolute(environment.configHome) ?? (mac ? support : join(home, '.config')), 'bonafide', 'config.json'),
    credentials: join(absolute(environment.stateHome) ?? (mac ? support : join(home, '.local', 'state')), 'bonafide', 'credentials'),
  }
}

/** The path as people write it: `~/…` below the home folder. */
export function displayPath(path: string, environment: Environment): string {
  const home = environment.home ?? homedir()
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}
