import { chmod, rm, stat } from 'node:fs/promises'
import * as z from 'zod'
import type { Environment } from './env.ts'
import { displayPath, type Paths } from './paths.ts'
import { codeOf, readJsonFile, reasonOf, writePrivateFile } from './private-file.ts'
import { jsonOf } from './problem.ts'

/** A sign-in that outlives the command. A token is only ever sent to the host it came from. */
const storedSchema = z.object({
  host: z.string(),
  token: z.string(),
  /** ISO 8601; null when it never ends, or when that is not known. */
  expiresAt: z.string().nullable(),
  savedAt: z.string(),
})
export type StoredCredential = z.output<typeof storedSchema>

const fileSchema = z.object({ version: z.literal(1), credentials: z.record(z.string(), storedSchema) })

export type StorePlace = 'keyring' | 'file'

export interface CredentialStore {
  read(profile: string): Promise<{ credential: StoredCredential; place: StorePlace } | null>
  /** Saves in the system's keyring, or in a private file where there is none. */
  write(profile: string, credential: StoredCredential): Promise<{ place: StorePlace; notice?: string }>
  /** Forgets one profile, or every one in the file. True when there was something to forget. */
  remove(profile: string): Promise<boolean>
  profiles(): Promise<string[]>
  /** Whether this machine has a keyring that works, and the reason when not. */
  probe(): Promise<{ available: boolean; reason?: string }>
}

/** What we need of the system's keyring. */
export interface Keyring {
  get(account: string): string | null
  set(account: string, secret: string): void
  delete(account: string): boolean
}

const service = 'bonafide'

export function createCredentialStore(
  environment: Environment,
  paths: Paths,
  loadKeyring: () => Promise<Keyring> = systemKeyring,
): CredentialStore {
  const path = paths.credentials

  const keyring = async (): Promise<{ keyring: Keyring } | { reason: string }> => {
    if (environment.keyringOff) return { reason: 'switched off by BONAFIDE_KEYRING=off' }
    try {
      const loaded = await loadKeyring()
      // Having the library says nothing: in containers and CI it is there, and the service behind it is not.
      loaded.get('probe')
      return { keyring: loaded }
    } catch (error) {
      // The message would name the folder where the library was looked for, which helps nobody.
      return { reason: codeOf(error) === 'ERR_MODULE_NOT_FOUND' ? 'its library is not installed' : reasonOf(error) }
    }
  }
  const readFile = async () => (await readJsonFile(path, fileSchema))?.credentials ?? {}
  const writeFile = (credentials: Record<string, StoredCredential>) =>
    writePrivateFile(path, `${JSON.stringify({ version: 1, credentials }, null, 2)}\n`)
  const removeFromFile = async (profile: string) => {
    const credentials = await readFile()
    if (!(profile in credentials)) return false
    const { [profile]: _, ...others } = credentials
    if (Object.keys(others).length === 0) await rm(path, { force: true })
    else await writeFile(others)
    return true
  }

  return {
    async read(profile) {
      const found = await keyring()
      const secret = 'keyring' in found ? found.keyring.get(profile) : null
      const parsed = secret === null ? null : storedSchema.safeParse(jsonOf(secret))
      if (parsed?.success) return { credential: parsed.data, place: 'keyring' }
      const credential = (await readFile())[profile]
      if (!credential) return null
      await closeToOthers(path)
      return { credential, place: 'file' }
    },
    async write(profile, credential) {
      const found = await keyring()
      if ('keyring' in found && kept(found.keyring, profile, JSON.stringify(credential))) {
        await removeFromFile(profile)
        return { place: 'keyring' }
      }
      await writeFile({ ...(await readFile()), [profile]: credential })
      const notice = `No system keyring here, token saved in ${displayPath(path, environment)} (mode 600). Use --no-store to keep it out of disk.`
      return { place: 'file', notice }
    },
    async remove(profile) {
      const found = await keyring()
      const fromKeyring = 'keyring' in found && found.keyring.get(profile) !== null && found.keyring.delete(profile)
      return (await removeFromFile(profile)) || fromKeyring
    },
    profiles: async () => Object.keys(await readFile()),
    async probe() {
      const found = await keyring()
      return 'keyring' in found ? { available: true } : { available: false, reason: found.reason }
    },
  }
}

/** Some keyrings can be read and not written (locked, or too small for the value): then the file takes over, and says so. */
function kept(keyring: Keyring, account: string, secret: string): boolean {
  try {
    keyring.set(account, secret)
    return keyring.get(account) === secret
  } catch {
    return false
  }
}

/** Takes back rights that somebody gave to others since we wrote the file. */
async function closeToOthers(path: string): Promise<void> {
  if (process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600)
}

async function systemKeyring(): Promise<Keyring> {
  const { Entry } = await import('@napi-rs/keyring')
  // Not the kernel's keyring, the library's own second choice: it forgets at the next boot.
  const entry = (account: string) => new Entry(service, account, { linux: { store: 'secret-service' } })
  return {
    get: (account) => entry(account).getPassword(),
    set: (account, secret) => entry(account).setPassword(secret),
    delete: (account) => entry(account).deletePassword(),
  }
}
