import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'

/**
 * A mark that no two processes of one machine share, even when a process id is used again: the boot and the moment in which the
 * process started. Undefined where the system does not tell (Windows), or when there is no such process.
 */
export function startMark(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStartMark(pid)
  if (process.platform === 'win32') return undefined
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || undefined
}

/** True when the system knows the process id, be it of a zombie. */
export function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** True while the process runs. A killed process whose parent never collected it (a zombie) does not run. */
export function isRunning(pid: number): boolean {
  if (!exists(pid)) return false
  if (process.platform !== 'linux') return true
  const state = linuxStat(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/**
 * True when the process is a PostgreSQL that works on the data directory, false when it is not, undefined when the system does not
 * tell. A postmaster and its children change into their data directory, so this finds them whatever the command line says.
 */
export function servesData(pid: number, dataPath: string): boolean | undefined {
  if (process.platform === 'win32') return undefined
  if (process.platform !== 'linux') return commandName(pid).includes('postgres') ? undefined : false
  try {
    const [current, wanted] = [statSync(`/proc/${pid}/cwd`), statSync(dataPath)]
    return current.dev === wanted.dev && current.ino === wanted.ino
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? false : undefined
  }
}

/** The PostgreSQL processes that work on the data directory; empty where the system does not tell. */
export function processesServing(dataPath: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isRunning(pid) && servesData(pid, dataPath) === true && commandName(pid).includes('postgres'))
}

function commandName(pid: number): string {
  if (process.platform === 'linux') return linuxCommand(pid)
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

function linuxStartMark(pid: number): string | undefined {
  // proc(5): the start time is field 22, and linuxStat begins with field 3.
  const startTicks = linuxStat(pid)?.[19]
  return startTicks && `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startTicks}`
}

function linuxCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return ''
  }
}

/** The fields of /proc/<pid>/stat after the command name, which may itself hold spaces and brackets. */
function linuxStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
