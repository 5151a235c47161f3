import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lchownSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { binaryPath } from './embedded-binaries.ts'

/** As whom, and from where, PostgreSQL runs. */
export interface Account {
  native: string
  dataPath: string
  /** Turns a command into one that runs as this account. */
  command(file: string, commandArguments: string[]): [string, string[]]
  spawnOptions: { uid?: number; gid?: number }
  /** The user who must own the files, seen from outside. */
  owner?: { uid: number; gid: number }
}

const asUnprivileged = ['--user', '--map-user=65534', '--map-group=65534', '--']

/**
 * PostgreSQL refuses to run as root. As root we prefer a user namespace: no user is created, no file changes hands, and folders below
 * a private home stay reachable. Where the kernel or a container forbids it, PostgreSQL runs as `postgres` or `nobody`.
 */
export function chooseAccount(native: string, dataPath: string, allowNamespace = true): Account {
  const plain: Account = { native, dataPath, command: (file, list) => [file, list], spawnOptions: {} }
  if (process.getuid?.() !== 0) return plain
  if (allowNamespace && namespaceWorks(native)) {
    return { ...plain, owner: { uid: 0, gid: 0 }, command: (file, list) => ['unshare', [...asUnprivileged, file, ...list]] }
  }
  const owner = unprivilegedUser()
  const shared = join('/var/lib', `bonafide-${createHash('sha256').update(dataPath).digest('hex').slice(0, 16)}`)
  if (isReachable(dirname(dirname(dataPath)))) chmodSync(dirname(dataPath), 0o711)
  return {
    ...plain,
    native: isReachable(native) ? native : publicCopy(native, shared),
    // The data stays in its folder, which may be a mounted volume, unless the account could never get there.
    dataPath: isReachable(dirname(dataPath)) ? dataPath : join(makePublicFolder(shared), 'postgres'),
    spawnOptions: owner,
    owner,
  }
}

/** Gives a file tree to the account, for example after the way of running as root has changed. */
export function handOver(path: string, account: Account) {
  if (!account.owner || !existsSync(path) || statSync(path).uid === account.owner.uid) return
  const { uid, gid } = account.owner
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) lchownSync(join(path, entry), uid, gid)
  chownSync(path, uid, gid)
}

function namespaceWorks(native: string): boolean {
  return spawnSync('unshare', [...asUnprivileged, binaryPath(native, 'initdb'), '--version'], { stdio: 'ignore' }).status === 0
}

function unprivilegedUser(): { uid: number; gid: number } {
  const idOf = (flag: string, user: string) => {
    const answer = spawnSync('id', [flag, user], { encoding: 'utf8' })
    return answer.status === 0 ? Number(answer.stdout) : undefined
  }
  for (const user of ['postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', user), idOf('-g', user)]
    if (uid && gid) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody: run as another user, or set DATABASE_URL.')
}

/** True when any user can walk to the folder. */
function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return dirname(folder) === folder || isReachable(dirname(folder))
}

function makePublicFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  return folder
}

function publicCopy(native: string, shared: string): string {
  const copy = join(makePublicFolder(shared), `binaries-${createHash('sha256').update(native).digest('hex').slice(0, 8)}`)
  if (existsSync(copy)) return copy
  const scratch = `${copy}.new`
  rmSync(scratch, { recursive: true, force: true })
  cpSync(native, scratch, { recursive: true, verbatimSymlinks: true })
  renameSync(scratch, copy)
  return copy
}
