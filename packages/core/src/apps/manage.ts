import * as z from 'zod'
import { changed, record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { type Page, parseList } from '../page.ts'
import { nameText, parse, text, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { syncChanged } from '../syncs/request.ts'
import type { App } from './app.ts'
import { requireFreeName } from './create.ts'
import { holderOf, reachesEverything } from './reach.ts'
import { appOrder } from './store.ts'

const idInput = z.object({ id: uuid })
const filterInput = z.object({ search: text(100).optional() })
const updateInput = z.object({ id: uuid, name: nameText().optional(), description: text(1000).optional() })

/** The apps of which the caller holds at least one environment. */
export async function listApps(input: unknown, context: Context): Promise<Page<App>> {
  authorise(context, 'Apps', 'read')
  const { filter, page } = parseList(input, appOrder, filterInput)
  const holder = reachesEverything(context.actor) ? null : holderOf(context.actor)
  return context.stores.apps.listApps(context.actor.organisationId, { holder, ...filter }, page)
}

export async function readApp(input: unknown, context: Context): Promise<App> {
  authorise(context, 'Apps', 'read')
  return reachedApp(parse(idInput, input).id, context.stores, context)
}

/** Those of the ids that the caller reaches, in no order. */
export async function readApps(input: unknown, context: Context): Promise<App[]> {
  authorise(context, 'Apps', 'read')
  const { ids } = parse(z.object({ ids: z.array(uuid).max(1000) }), input)
  const { actor, stores } = context
  const apps = await stores.apps.findApps(actor.organisationId, ids)
  if (reachesEverything(actor) || apps.length === 0) return apps
  const environments = await stores.apps.listEnvironments(actor.organisationId, { appIds: apps.map(({ id }) => id) }, holderOf(actor))
  const reached = new Set(environments.filter(({ held }) => held).map(({ appId }) => appId))
  return apps.filter(({ id }) => reached.has(id))
}

export async function updateApp(input: unknown, context: Context): Promise<App> {
  authorise(context, 'Apps', 'update')
  const { id, ...fields } = parse(updateInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const before = await reachedApp(id, stores, context)
    const after: App = { ...before, name: fields.name ?? before.name, description: fields.description ?? before.description }
    const difference = changed(before, after, ['name', 'description'])
    if (!difference) return before
    if (after.name !== before.name) await requireFreeName(organisationId, after.name, id, stores)
    const saved = { ...after, updatedAt: dateOf(context.runtime) }
    await stores.apps.updateApp(saved)
    if (after.name !== before.name) await syncEnvironmentsOf(id, stores, context)
    await record(
      organisationId,
      { action: 'app.update', resourceType: 'app', resourceId: id, resourceName: after.name, ...difference },
      stores,
      context,
    )
    return saved
  })
}

/** References name apps and environments: what refers to one by its name leads elsewhere, or nowhere, from now on. */
export async function syncEnvironmentsOf(appId: string, stores: Stores, context: SignedInContext): Promise<void> {
  const environments = await stores.apps.listEnvironments(context.actor.organisationId, { appIds: [appId] }, holderOf(context.actor))
  await syncChanged(
    environments.map(({ id }) => id),
    stores,
    context,
  )
}

/** Takes the app, its environments and everybody's keys to them away. Its syncs end; what they wrote stays where it is. The record of it stays. */
export async function deleteApp(input: unknown, context: Context): Promise<void> {
  authorise(context, 'Apps', 'delete')
  const { id } = parse(idInput, input)
  const { organisationId } = context.actor
  await context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const app = await reachedApp(id, stores, context)
    await requireEveryEnvironment(id, stores, context)
    const now = dateOf(context.runtime)
    await stores.apps.deleteApp(id, now)
    const endedSyncs = await stores.syncs.removeOfApp(id, now)
    const before = { name: app.name, serverEncryption: app.serverEncryption, endedSyncs }
    await record(
      organisationId,
      { action: 'app.delete', resourceType: 'app', resourceId: id, resourceName: app.name, before },
      stores,
      context,
    )
  })
}

/** An app of the caller's organisation of which the caller holds an environment. */
export async function reachedApp(id: string, stores: Stores, { actor }: SignedInContext): Promise<App> {
  const app = await stores.apps.findApp(actor.organisationId, id)
  if (!app) throw notFound('app')
  if (reachesEverything(actor)) return app
  const environments = await stores.apps.listEnvironments(actor.organisationId, { appIds: [id] }, holderOf(actor))
  if (!environments.some(({ held }) => held)) throw notFound('app')
  return app
}

/** What is deleted cannot be brought back, so nobody deletes environments that he may not even read. */
async function requireEveryEnvironment(appId: string, stores: Stores, { actor }: SignedInContext): Promise<void> {
  if (reachesEverything(actor)) return
  const environments = await stores.apps.listEnvironments(actor.organisationId, { appIds: [appId] }, holderOf(actor))
  if (environments.every(({ held }) => held)) return
  throw new DomainError('forbidden', 'The app has environments that you have no access to. Somebody who reaches all of them can delete it.')
}
