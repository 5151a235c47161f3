import { DomainError, type FieldProblem } from '../errors.ts'
import type { LastChange } from './lists.ts'
import type { Secret } from './secret.ts'
import { requireSecrets, type WritableEnvironment } from './write.ts'

/** A secret and the version that the caller's edit began from. */
export interface EditedSecret {
  id: string
  version: number
}

/** A secret that somebody else has changed or deleted since the edit began. */
export interface SecretConflict {
  secretId: string
  /** Where the edit stands in the request, as a JSON pointer. */
  pointer: string
  yourVersion: number
  currentVersion: number
  isDeleted: boolean
  changedBy: string
  changedAt: Date
}

/** Nothing was written; every secret that stood in the way is named, so that whoever edits can keep his or take theirs, one by one. */
export class SecretsChanged extends DomainError {
  readonly conflicts: readonly SecretConflict[]

  constructor(conflicts: readonly SecretConflict[]) {
    const fields = conflicts.map(({ pointer, ...conflict }): FieldProblem => ({ pointer, message: sentenceOf(conflict) }))
    super('conflict', fields[0]?.message ?? 'The secrets were changed meanwhile.', { fields })
    this.conflicts = conflicts
  }
}

const sentenceOf = ({ isDeleted, changedBy, changedAt, yourVersion, currentVersion }: Omit<SecretConflict, 'pointer'>): string =>
  isDeleted
    ? `${changedBy} deleted this secret at ${changedAt.toISOString()}.`
    : `${changedBy} changed this secret at ${changedAt.toISOString()}: it is at version ${currentVersion}, you started from ${yourVersion}.`

/**
 * The secrets as they stand, in the order of the edits. Fails with `SecretsChanged` when any is past the version that its edit began from, and
 * with `not_found` when one never was in this environment. `pointerOf` says where an edit stands in the request.
 */
export async function requireUnchanged(
  edits: readonly EditedSecret[],
  pointerOf: (index: number) => string,
  open: WritableEnvironment,
): Promise<Secret[]> {
  const ids = edits.map(({ id }) => id)
  if (new Set(ids).size !== ids.length) throw new DomainError('malformed_request', 'A secret is named twice: change it once, or delete it.')
  const { environment, stores } = open
  const current = new Map((await stores.secrets.find(environment.id, ids)).map((secret) => [secret.id, secret]))
  const moved = edits.filter(({ id, version }) => current.get(id)?.version !== version)
  if (moved.length > 0) {
    const changes = new Map(
      (
        await stores.secrets.lastChanges(
          environment.id,
          moved.map(({ id }) => id),
        )
      ).map((one) => [one.secretId, one]),
    )
    const conflicts = edits.flatMap((edit, index): SecretConflict[] => {
      const change = changes.get(edit.id)
      return change ? [conflictOf(edit, change, pointerOf(index))] : []
    })
    if (conflicts.length > 0) throw new SecretsChanged(conflicts)
  }
  return requireSecrets(ids, open)
}

const conflictOf = ({ id, version }: EditedSecret, { version: currentVersion, isDeleted, actorName, at }: LastChange, pointer: string) => ({
  secretId: id,
  pointer,
  yourVersion: version,
  currentVersion,
  isDeleted,
  changedBy: actorName,
  changedAt: at,
})
