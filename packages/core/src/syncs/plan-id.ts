import { keyDigest } from '@bonafide/crypto'
import * as z from 'zod'
import type { SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import type { BothSides } from './look.ts'

const seenSides = z.tuple([z.string(), z.string()])
const placeOf = (organisationId: string): string => `sync_plan:${organisationId}`

/**
 * What a plan was made of, sealed: whoever gives it back has seen exactly this. Sealed, since a digest of values that one may not see would
 * tell whether a guess is right.
 */
export const planIdOf = (sides: BothSides, { actor, keyring, runtime }: SignedInContext): string =>
  keyring.wrap(JSON.stringify(digestsOf(sides, actor.organisationId)), placeOf(actor.organisationId), runtime.randomBytes)

/** Fails with `conflict` unless both sides are as they were when the plan was looked at. */
export function requirePlanned(planId: string, sides: BothSides, { actor, keyring }: SignedInContext): void {
  const [remote, ours] = digestsOf(sides, actor.organisationId)
  const [seenRemote, seenOurs] = open(() => keyring.unwrap(planId, placeOf(actor.organisationId)))
  if (seenRemote !== remote)
    throw new DomainError('conflict', 'The remote secret changed since you looked. Plan again to see what is there now.')
  if (seenOurs !== ours)
    throw new DomainError(
      'conflict',
      'The secrets or the settings of the sync changed since you looked. Plan again to see what is written now.',
    )
}

function open(unwrap: () => string): [string, string] {
  try {
    return seenSides.parse(JSON.parse(unwrap()))
  } catch (cause) {
    const message = 'must be the id of a plan, as planSync answered it'
    throw new DomainError('malformed_request', `/planId: ${message}.`, { fields: [{ pointer: '/planId', message }], cause })
  }
}

/** A version says which value it is, so that a remote value need not be looked at. */
function digestsOf({ draft, place, source, remote, composed }: BothSides, organisationId: string): [remote: string, ours: string] {
  const { sync, environment, path, credential, options, keyPrefix, neverDeletes } = draft
  const settings = [environment.id, path, credential.id, options, keyPrefix, neverDeletes, source.referencedEnvironmentIds.toSorted()]
  return [
    keyDigest(JSON.stringify([place, remote.state, remote.versionId, remote.ownerId]), organisationId),
    keyDigest(JSON.stringify([sync?.id ?? null, settings, composed.value]), organisationId),
  ]
}
