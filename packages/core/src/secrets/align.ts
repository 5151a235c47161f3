import { keyDigest, openEnvironment, type Recipient } from '@bonafide/crypto'
import { openServerCopy } from '../apps/environment-keys.ts'
import type { FoundEnvironment } from '../apps/store.ts'
import type { SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import type { Stores } from '../stores.ts'
import type { ShownKey } from './entry.ts'
import { openOf, shownLength } from './open.ts'
import { paced } from './pace.ts'

/** Ten environments of five thousand, and some. */
const maxAligned = 60_000

/** One key at one path, and its secret in each environment that has it. */
export interface AlignedSecret {
  key: string
  path: string
  /** In the order of the environments. */
  cells: (ShownKey | undefined)[]
}

export interface AlignedEnvironments {
  environmentIds: string[]
  /** By key, then path. */
  rows: AlignedSecret[]
  open(secret: ShownKey, ciphertext: string): string
}

interface Opened {
  salt: string
  owner: Recipient
  byAddress: Map<string, ShownKey>
}

/**
 * Lays the keys of server-encrypted environments side by side. Opening a key costs a key agreement, a keyed digest far less: so a key is opened
 * in the first environment that has it, and recognised by its digest in all others.
 */
export async function alignSecrets(
  environments: readonly FoundEnvironment[],
  path: string | undefined,
  stores: Stores,
  context: SignedInContext,
): Promise<AlignedEnvironments> {
  const environmentIds = environments.map(({ id }) => id)
  const opened = environments.map((environment): Opened => {
    const { seed, salt } = openServerCopy(environment, context)
    return { salt, owner: openEnvironment(seed), byAddress: new Map() }
  })
  const placeOf = new Map(environmentIds.map((id, place) => [id, place]))
  const openedOf = ({ environmentId }: ShownKey) => opened[placeOf.get(environmentId) ?? 0] as Opened
  const stored = await stores.secrets.listKeys(environmentIds, path, maxAligned + 1)
  if (stored.length > maxAligned) {
    throw new DomainError('too_large', `These environments have more than ${maxAligned} secrets together: narrow it to a folder.`)
  }
  for (const secret of stored) {
    const shown = { ...secret, valueLength: shownLength(secret, context.actor) }
    openedOf(shown).byAddress.set(addressOf(shown.path, shown.keyDigest), shown)
  }

  const open = (secret: ShownKey, ciphertext: string) => openOf(secret, ciphertext, openedOf(secret).owner)
  const rows: AlignedSecret[] = []
  for (const [place, { byAddress }] of opened.entries()) {
    const found = await paced([...byAddress.values()], (secret): AlignedSecret => {
      const key = open(secret, secret.key)
      const cells = opened.map((other, at) => (at === place ? secret : at < place ? undefined : take(other, secret.path, key)))
      return { key, path: secret.path, cells }
    })
    rows.push(...found)
  }
  rows.sort((left, right) => byText(left.key, right.key) || byText(left.path, right.path))
  return { environmentIds, rows, open }
}

/** The secret with this key at this path, which then belongs to a row already. */
function take({ byAddress, salt }: Opened, path: string, key: string): ShownKey | undefined {
  if (byAddress.size === 0) return undefined
  const address = addressOf(path, keyDigest(key, salt))
  const secret = byAddress.get(address)
  byAddress.delete(address)
  return secret
}

const addressOf = (path: string, digest: string): string => `${digest} ${path}`
const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)
