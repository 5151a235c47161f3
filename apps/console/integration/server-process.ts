import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Listening } from '@bonafide/stand-ins'
import type { World } from './world.ts'

/** A server process of its own: own memory, own pool, own caches. */
export interface ServerProcess {
  url: string
  /** kill -9: nothing is finished, nothing is said. Answers when the process is gone. */
  kill(): Promise<void>
}

export interface Fleet {
  /** Starts a process on the world's database, or on another way to it. */
  start(databaseUrl?: string, environment?: Record<string, string>): Promise<ServerProcess>
  /** Ends every process and the stand-ins that they call. */
  close(): Promise<void>
}

const program = join(import.meta.dirname, 'node-process.ts')

/** Makes server processes that share a world's database, keys and stand-ins. They tell time by the machine's clock, not by the world's. */
export async function createFleet(world: World): Promise<Fleet> {
  const platforms: Listening[] = [await world.sts.listen(), await world.entra.listen()]
  const [sts, entra] = platforms
  const children: ChildProcess[] = []
  return {
    async start(databaseUrl = world.database.url, environment = {}) {
      const child = spawn(process.execPath, ['--import', 'tsx', program], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: {
          PATH: process.env.PATH,
          PORT: '0',
          BONAFIDE_PUBLIC_URL: 'https://bonafide.example',
          DATABASE_URL: databaseUrl,
          BONAFIDE_SECRET_KEY: world.secret,
          AWS_ENDPOINT_URL_STS: sts?.url,
          AZURE_AUTHORITY_HOST: entra?.url,
          BONAFIDE_TRUSTED_PROXIES: '127.0.0.1/32',
          BONAFIDE_LOG_LEVEL: 'silent',
          ...environment,
        },
      })
      children.push(child)
      const ended = once(child, 'exit')
      return { url: `http://127.0.0.1:${await firstLine(child, ended)}`, kill: () => kill(child, ended) }
    },
    async close() {
      await Promise.all(
        children.map((child) => kill(child, child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null)),
      )
      for (const platform of platforms) await platform.close()
    },
  }
}

async function firstLine(child: ChildProcess, ended: Promise<unknown>): Promise<string> {
  if (!child.stdout) throw new Error('the process has no standard output')
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([once(lines, 'line'), ended.then(() => null)])
  if (line === null) throw new Error('the server process ended before it listened')
  return String(line[0])
}

async function kill(child: ChildProcess, ended: Promise<unknown> | null): Promise<void> {
  child.kill('SIGKILL')
  await ended
}
