import * as z from 'zod'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import type { RemoteSecret } from './destination.ts'
import type { Difference } from './difference.ts'
import { draftFields, draftOf, type SyncDraft, type WantedSync } from './draft.ts'
import { foundSync } from './found.ts'
import { type BothSides, lookAtBothSides } from './look.ts'
import { planIdOf } from './plan-id.ts'

export type PlannedChange = 'add' | 'change' | 'remove' | 'unchanged' | 'keep'

export interface PlannedKey {
  /** As it is called at the destination. */
  name: string
  change: PlannedChange
  drifted: boolean
}

/** What a sync would do, values left out. */
export interface SyncPlan {
  id: string
  account: string
  region: string
  summary: string
  remoteState: RemoteSecret['state']
  remoteIsDocument: boolean
  ownedByAnother: boolean
  difference: Difference
  /** What changes before what stays. */
  keys: PlannedKey[]
  bytes: number
  maxBytes: number
  referencedEnvironmentIds: string[]
  unresolvedReferences: string[]
  neededActions: readonly string[]
  policy: string
  warnings: string[]
}

const { environmentId, path, credentialId, destination, options, keyPrefix, neverDeletes } = draftFields
const planInput = z.object({
  /** A sync that is there, planned with what differs. */
  id: uuid.optional(),
  environmentId: environmentId.optional(),
  path: path.optional(),
  credentialId: credentialId.optional(),
  destination: destination.optional(),
  options: options.optional(),
  keyPrefix: keyPrefix.optional(),
  neverDeletes: neverDeletes.optional(),
})

/**
 * Looks at both sides and says what a sync would do. Values are compared here and never answered. Reads the environment as whoever asks, so that
 * nobody plans with what is not theirs to read.
 */
export async function planSync(input: unknown, context: Context): Promise<SyncPlan> {
  authorisePlanning(context)
  const { id, ...wanted } = parse(planInput, input)
  return shown(await lookAtBothSides(await drafted(id, wanted, context), context), context)
}

/** To plan takes the right to read all that is looked at: the sync, the secrets and the credential. */
export function authorisePlanning(context: Context): asserts context is SignedInContext {
  authoriseInApps(context, 'Integrations', 'read')
  authoriseInApps(context, 'Secrets', 'read')
  authorise(context, 'IntegrationCredentials', 'read')
}

async function drafted(id: string | undefined, wanted: Partial<WantedSync>, context: SignedInContext): Promise<SyncDraft> {
  const { stores } = context
  if (id !== undefined) {
    const { sync } = await foundSync(id, stores, context)
    if (wanted.environmentId !== undefined && wanted.environmentId !== sync.environmentId)
      throw missing('environmentId', 'stays the same for a sync that is there')
    return draftOf({ ...sync, ...given(wanted) }, sync, stores, context)
  }
  const {
    environmentId,
    credentialId,
    options,
    destination = 'aws_secrets_manager',
    path = '/',
    keyPrefix = '',
    neverDeletes = false,
  } = wanted
  if (environmentId === undefined) throw missing('environmentId')
  if (credentialId === undefined) throw missing('credentialId')
  if (options === undefined) throw missing('options')
  return draftOf({ environmentId, credentialId, options, destination, path, keyPrefix, neverDeletes }, null, stores, context)
}

/** Only the fields that were sent. */
export const given = <Fields extends object>(fields: Fields): Partial<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>

const missing = (field: string, message = 'is needed to plan a new sync') =>
  new DomainError('malformed_request', `/${field}: ${message}.`, { fields: [{ pointer: `/${field}`, message }] })

function shown(sides: BothSides, context: SignedInContext): SyncPlan {
  const { draft, at, remote, source, difference, drifted, composed, isTaken } = sides
  const { destination, options } = draft
  const { actions, policy } = destination.needs(options, at)
  const named = (names: readonly string[], change: PlannedChange) =>
    names.map((name): PlannedKey => ({ name, change, drifted: drifted.has(name) }))
  return {
    id: planIdOf(sides, context),
    ...at,
    summary: destination.summary(options),
    remoteState: remote.state,
    remoteIsDocument: remote.entries !== null,
    ownedByAnother: isTaken,
    difference,
    keys: [
      ...named(difference.added, 'add'),
      ...named(difference.changed, 'change'),
      ...named(difference.removed, 'remove'),
      ...named(difference.unchanged, 'unchanged'),
      ...named(difference.kept, 'keep'),
    ],
    bytes: composed.bytes,
    maxBytes: destination.maxValueBytes,
    referencedEnvironmentIds: source.referencedEnvironmentIds,
    unresolvedReferences: source.unresolvedReferences,
    neededActions: actions,
    policy,
    warnings: [...destination.warnings(options), ...foreignOwner(sides)],
  }
}

function foreignOwner({ draft: { sync }, remote: { ownerId }, isTaken }: BothSides): string[] {
  if (ownerId === null || ownerId === sync?.id || isTaken) return []
  return [
    'The secret says that a sync owns it that is not here: it was deleted, or belongs to another server, which would write to it too.',
  ]
}
