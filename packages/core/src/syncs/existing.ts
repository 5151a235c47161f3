import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { isPlainKey } from '../secrets/plain-input.ts'
import { createSecrets } from '../secrets/write-plain.ts'
import { baseOf, sealBase } from './base.ts'
import type { BothSides } from './look.ts'
import type { KnownRemote } from './store.ts'

/** What to do with what a remote secret holds already. */
export const existingChoice = z.enum(['overwrite', 'adopt', 'stop'])
export type ExistingChoice = z.output<typeof existingChoice>

/** Fails with `conflict` where nobody has said what becomes of a value that is there, or somebody has said to stop. */
export function requireChoice({ remote }: BothSides, choice: ExistingChoice | undefined): void {
  const isEmpty = remote.state !== 'present' || remote.entries?.size === 0
  if (isEmpty) return
  if (choice === undefined) {
    throw new DomainError('conflict', 'The remote secret has a value already. Say what becomes of it: overwrite it, adopt it, or stop.')
  }
  if (choice === 'stop') throw new DomainError('conflict', 'The remote secret has a value already, so nothing was changed.')
  if (choice === 'adopt' && remote.entries === null) {
    throw new DomainError(
      'conflict',
      'The remote value is no set of keys and values, so nothing of it can be adopted. Overwrite it as a whole, or stop.',
    )
  }
}

/**
 * Imports into the environment what the remote secret has and the environment does not, as whoever asks. Fails with `conflict` when something that
 * would be removed cannot be imported, naming it. Answers the keys.
 */
export async function adoptMissing({ draft, source, remote, difference }: BothSides, context: Context): Promise<string[]> {
  const { environment, path, keyPrefix } = draft
  const removed = new Set(difference.removed)
  const adopted: { key: string; value: string; path: string }[] = []
  const lost: string[] = []
  for (const [name, value] of remote.entries ?? []) {
    const key = name.slice(keyPrefix.length)
    if (!name.startsWith(keyPrefix) || source.entries.has(key)) continue
    if (value !== null && isPlainKey(key)) adopted.push({ key, value, path })
    else if (removed.has(name)) lost.push(name)
  }
  if (lost.length > 0) throw cannotAdopt(lost)
  if (adopted.length > 0) await createSecrets({ environmentId: environment.id, secrets: adopted }, context)
  return adopted.map(({ key }) => key)
}

export const cannotAdopt = (names: readonly string[]): DomainError => {
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
  return new DomainError(
    'conflict',
    `No environment can hold these keys as they are: ${shown}. Keep them by never deleting at the destination, or overwrite them.`,
  )
}

/** What was agreed to: the remote value as it was looked at. */
export function knownOf(syncId: string, { remote }: BothSides, context: Pick<SignedInContext, 'keyring' | 'runtime'>): KnownRemote {
  if (remote.state !== 'present') return { remoteVersionId: null, serverWrappedBase: null }
  const base = baseOf(syncId, remote.entries ?? new Map())
  return { remoteVersionId: remote.versionId, serverWrappedBase: sealBase(syncId, base, context) }
}
