import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { requireSignedIn } from '../context.ts'
import { notFound } from '../errors.ts'
import { nameText, parse } from '../parse.ts'
import { authorise } from './authorise.ts'
import type { Organisation } from './organisation.ts'

const renameInput = z.object({ name: nameText() })

/** The organisation of whoever asks. Its name is no secret to its members, so no permission is needed. */
export async function readOrganisation(context: Context): Promise<Organisation> {
  requireSignedIn(context)
  const organisation = await context.stores.organisations.findOrganisation(context.actor.organisationId)
  if (!organisation) throw notFound('organisation')
  return organisation
}

export async function renameOrganisation(input: unknown, context: Context): Promise<Organisation> {
  authorise(context, 'Organisation', 'update')
  const { name } = parse(renameInput, input)
  return context.stores.transaction(async (stores) => {
    const before = await readOrganisation({ ...context, stores })
    const after = await stores.organisations.renameOrganisation(before.id, name)
    const deed = { action: 'organisation.update', resourceType: 'organisation', resourceId: before.id, resourceName: name }
    await record(before.id, { ...deed, before: { name: before.name }, after: { name } }, stores, context)
    return after
  })
}
