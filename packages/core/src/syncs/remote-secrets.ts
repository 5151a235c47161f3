import * as z from 'zod'
import type { Context } from '../context.ts'
import { notFound } from '../errors.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { asking, DestinationRefused, requireAskingRate } from './asking.ts'
import { type DestinationFailure, destinationIds } from './destination.ts'
import { visibleSyncs } from './found.ts'
import type { Sync } from './sync.ts'

const listInput = z.object({
  credentialId: uuid,
  destination: z.enum(destinationIds).default('aws_secrets_manager'),
  prefix: text(512).default(''),
  after: text(4096).optional(),
})

export interface FoundRemoteSecret {
  name: string
  /** The sync that says it owns it, when it is one that the caller sees. */
  owner: Sync | null
  isOwned: boolean
}

export interface RemoteSecretPage {
  secrets: FoundRemoteSecret[]
  cursor: string | null
  failure: DestinationFailure | null
}

/** A page of what is there at the destination of a credential; what the cloud refused is part of the answer. */
export async function listRemoteSecrets(input: unknown, context: Context): Promise<RemoteSecretPage> {
  authorise(context, 'IntegrationCredentials', 'read')
  authoriseInApps(context, 'Integrations', 'create')
  const { credentialId, destination, prefix, after } = parse(listInput, input)
  const credential = await context.stores.credentials.find(context.actor.organisationId, credentialId)
  if (!credential) throw notFound('credential')
  await requireAskingRate(context)
  try {
    const purpose = { kind: 'credential', credentialId } as const
    const { found, cursor } = await asking(context.destinations[destination], credential, purpose, context, (connection) =>
      connection.list(prefix, after),
    )
    // Anybody can write anything into a tag.
    const ids = found.flatMap(({ ownerId }) => uuid.safeParse(ownerId).data ?? [])
    const owners = new Map((await visibleSyncs([...new Set(ids)], context)).map((sync) => [sync.id, sync]))
    const secrets = found.map(({ name, ownerId }) => ({ name, owner: owners.get(ownerId ?? '') ?? null, isOwned: ownerId !== null }))
    return { secrets, cursor, failure: null }
  } catch (error) {
    if (error instanceof DestinationRefused) return { secrets: [], cursor: null, failure: error.failure }
    throw error
  }
}
