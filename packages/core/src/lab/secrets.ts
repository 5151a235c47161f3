import * as z from 'zod'
import { reachesEverything } from '../apps/reach.ts'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise, authoriseInApps } from '../organisations/authorise.ts'
import { parse, text, uuid } from '../parse.ts'
import { visibleSyncs } from '../syncs/found.ts'
import type { Sync } from '../syncs/sync.ts'
import { changeCloud, readCloud } from './cloud.ts'
import type { LabSecret } from './lab.ts'
import { requireLab } from './require.ts'

/** A secret of the simulated account, values left out. */
export interface ShownLabSecret extends Omit<LabSecret, 'entries' | 'ownerId'> {
  keys: string[]
  /** Which owns it, when whoever asks sees it. */
  sync: Sync | null
  /** True when whoever asks may see and change what is in it. */
  open: boolean
}

const secretInput = z.object({ name: text(512), region: text(32) })
const editInput = secretInput.extend({ key: text(512).min(1), value: text(10_000) })

/** What is in the simulated Secrets Manager of the organisation. Fails with `lab_off`. */
export async function listLabSecrets(context: Context): Promise<ShownLabSecret[]> {
  authorise(context, 'IntegrationCredentials', 'read')
  requireLab(context)
  const secrets = await readCloud(context.actor.organisationId, context, (aws, state) => aws.secrets(state))
  const owners = await visibleOwners(secrets, context)
  return secrets.map((secret) => shown(secret, owners, context))
}

/** The values of one secret, for those who may see what it was written from. */
export async function revealLabSecret(input: unknown, context: Context): Promise<{ key: string; value: string }[]> {
  authorise(context, 'IntegrationCredentials', 'read')
  authoriseInApps(context, 'Secrets', 'read')
  requireLab(context)
  const { entries } = await openSecret(parse(secretInput, input), context)
  return [...(entries ?? [])].map(([key, value]) => ({ key, value }))
}

/** Changes one key behind the product's back, as somebody would who edits the secret in AWS. */
export async function editLabSecret(input: unknown, context: Context): Promise<ShownLabSecret> {
  authorise(context, 'IntegrationCredentials', 'update')
  authoriseInApps(context, 'Secrets', 'update')
  requireLab(context)
  const change = parse(editInput, input)
  const { organisationId } = context.actor
  await openSecret(change, context)
  return context.stores.transaction(async (stores) => {
    const inside = { ...context, stores }
    await changeCloud(organisationId, inside, async (aws, state) => {
      const edited = aws.edit(change, state)
      if (edited === null) throw new DomainError('conflict', 'The secret waits for its deletion, has no keys, or has become too large.')
      return { answer: null, state: edited }
    })
    const { name, key } = change
    const deed = { action: 'lab.edit_secret', resourceType: 'lab_secret', resourceId: null, resourceName: name, after: { key } }
    await record(organisationId, deed, stores, context)
    const secret = await openSecret(change, inside)
    return shown(secret, await visibleOwners([secret], inside), inside)
  })
}

async function openSecret({ name, region }: z.output<typeof secretInput>, context: SignedInContext): Promise<LabSecret> {
  const secrets = await readCloud(context.actor.organisationId, context, (aws, state) => aws.secrets(state))
  const secret = secrets.find((one) => one.name === name && one.region === region)
  if (!secret || !isOpen(secret, await visibleOwners([secret], context), context)) throw notFound('simulated secret')
  return secret
}

type Owners = ReadonlyMap<string, Sync>

function shown({ entries, ownerId, ...secret }: LabSecret, owners: Owners, context: SignedInContext): ShownLabSecret {
  const keys = [...(entries?.keys() ?? [])]
  return { ...secret, keys, open: isOpen({ ownerId }, owners, context), sync: owners.get(ownerId ?? '') ?? null }
}

/** People may write into a demo app what they please: who holds its keys sees it here too, and nobody else. */
const isOpen = ({ ownerId }: Pick<LabSecret, 'ownerId'>, owners: Owners, { actor }: SignedInContext): boolean =>
  reachesEverything(actor) || owners.has(ownerId ?? '')

async function visibleOwners(secrets: readonly LabSecret[], context: SignedInContext): Promise<Owners> {
  // Anybody can write anything into a tag.
  const ids = secrets.flatMap(({ ownerId }) => uuid.safeParse(ownerId).data ?? [])
  return new Map((await visibleSyncs([...new Set(ids)], context)).map((sync) => [sync.id, sync]))
}
