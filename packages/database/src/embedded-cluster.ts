import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, handOver } from './embedded-account.ts'
import { binaryPath } from './embedded-binaries.ts'

export const superuser = 'bonafide'

/**
 * Makes the cluster unless there is one, and returns its password. A cluster appears whole or not at all: it is made beside its
 * place and then renamed, so a start that was interrupted is simply begun again.
 */
export function ensureCluster(account: Account, passwordPath: string, sync: boolean): string {
  if (existsSync(join(account.dataPath, 'PG_VERSION'))) return readPassword(passwordPath)
  const password = randomBytes(24).toString('base64url')
  writeFileSync(`${passwordPath}.new`, `${password}\n`, { mode: 0o600 })
  renameSync(`${passwordPath}.new`, passwordPath)
  const scratch = `${account.dataPath}.new`
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { mode: 0o700 })
  handOver(scratch, account)
  initialise(account, scratch, password, sync)
  renameSync(scratch, account.dataPath)
  return password
}

function readPassword(path: string): string {
  if (!existsSync(path)) throw new Error(`${path} is missing: it holds the password of the embedded PostgreSQL, restore it from a backup.`)
  return readFileSync(path, 'utf8').trim()
}

function initialise(account: Account, scratch: string, password: string, sync: boolean) {
  const privateFolder = mkdtempSync(join(tmpdir(), 'bonafide-'))
  const passwordFile = join(privateFolder, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (account.owner) for (const path of [passwordFile, privateFolder]) chownSync(path, account.owner.uid, account.owner.gid)
  // The builtin provider knows Unicode case without asking the operating system, so every machine sorts and folds alike.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const options = [
    '-D',
    scratch,
    '-U',
    superuser,
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    ...locale,
    ...(sync ? [] : ['--no-sync']),
  ]
  const [file, list] = account.command(binaryPath(account.native, 'initdb'), options)
  const outcome = spawnSync(file, list, { ...account.spawnOptions, cwd: '/', encoding: 'utf8' })
  rmSync(privateFolder, { recursive: true, force: true })
  if (outcome.status !== 0) throw new Error(`initdb failed: ${(outcome.stderr || outcome.error?.message || '').trim()}`)
}
