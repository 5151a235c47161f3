import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { nameText, parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import { syncChanged } from '../syncs/request.ts'
import type { Environment } from './app.ts'
import { makeEnvironment, newEnvironmentInput, requiredRecipients } from './create.ts'
import { reachedApp } from './manage.ts'
import { type EnvironmentTarget, holderOf, requireHeld } from './reach.ts'
import type { FoundEnvironment } from './store.ts'

const idInput = z.object({ id: uuid })
const appInput = z.object({ appId: uuid })
const createInput = newEnvironmentInput.extend({ appId: uuid })
const renameInput = z.object({ id: uuid, name: nameText() })
const reorderInput = z.object({ appId: uuid, environmentIds: z.array(uuid).max(1000) })
const resolveInput = z.union([
  z.object({ environmentId: uuid }),
  z.object({ appId: uuid, name: nameText() }).transform(({ appId, name }) => ({ appId, environmentName: name })),
  z.object({ secretId: uuid }),
])

/** The app's environments that the caller holds, in their order. */
export async function listEnvironments(input: unknown, context: Context): Promise<Environment[]> {
  authoriseInApps(context, 'Environments', 'read')
  const { appId } = parse(appInput, input)
  await reachedApp(appId, context.stores, context)
  const found = await context.stores.apps.listEnvironments(context.actor.organisationId, { appIds: [appId] }, holderOf(context.actor))
  return found.filter(({ held }) => held).map(rowOf)
}

/** The same for several apps at once: one statement, whatever their number. Apps that the caller does not reach have none. */
export async function listEnvironmentsOfApps(input: unknown, context: Context): Promise<Environment[]> {
  authoriseInApps(context, 'Environments', 'read')
  const { appIds } = parse(z.object({ appIds: z.array(uuid).max(1000) }), input)
  const found = await context.stores.apps.listEnvironments(context.actor.organisationId, { appIds }, holderOf(context.actor))
  return found.filter(({ held }) => held).map(rowOf)
}

/** Those of the ids that the caller holds, of whichever apps: one statement. */
export async function readEnvironments(input: unknown, context: Context): Promise<Environment[]> {
  authoriseInApps(context, 'Environments', 'read')
  const { ids } = parse(z.object({ ids: z.array(uuid).max(1000) }), input)
  const found = await context.stores.apps.listEnvironments(context.actor.organisationId, { ids }, holderOf(context.actor))
  return found.filter(({ held }) => held).map(rowOf)
}

/** The ids of the app's environments that the caller holds; none when the app is not there or not reached. */
export async function heldIdsOf(appId: string, { actor, stores }: SignedInContext): Promise<string[]> {
  const found = await stores.apps.listEnvironments(actor.organisationId, { appIds: [appId] }, holderOf(actor))
  return found.filter(({ held }) => held).map(({ id }) => id)
}

export async function readEnvironment(input: unknown, context: Context): Promise<Environment> {
  authoriseInApps(context, 'Environments', 'read')
  return rowOf(await heldEnvironment({ environmentId: parse(idInput, input).id }, context.stores, context))
}

/** Finds an environment by id, by app and name (any case), or by one of its secrets. */
export async function resolveEnvironment(input: unknown, context: Context): Promise<Environment> {
  authoriseInApps(context, 'Environments', 'read')
  return rowOf(await heldEnvironment(parse(resolveInput, input), context.stores, context))
}

export async function createEnvironment(input: unknown, context: Context): Promise<Environment> {
  authoriseInApps(context, 'Environments', 'create')
  const { appId, ...wanted } = parse(createInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const app = await reachedApp(appId, stores, context)
    const others = await stores.apps.listEnvironments(organisationId, { appIds: [appId] }, holderOf(context.actor))
    requireFreeEnvironmentName(wanted.name, others)
    const position = Math.max(-1, ...others.map((other) => other.position)) + 1
    const { environment, keys } = makeEnvironment(app, wanted, position, await requiredRecipients(stores, context), context)
    await stores.apps.insertEnvironments([environment])
    await stores.apps.insertKeys(keys)
    await record(organisationId, { ...deed('environment.create', environment), after: { appId, name: environment.name } }, stores, context)
    return environment
  })
}

export async function renameEnvironment(input: unknown, context: Context): Promise<Environment> {
  authoriseInApps(context, 'Environments', 'update')
  const { id, name } = parse(renameInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const before = await heldEnvironment({ environmentId: id }, stores, context)
    const others = await stores.apps.listEnvironments(organisationId, { appIds: [before.appId] }, holderOf(context.actor))
    requireFreeEnvironmentName(
      name,
      others.filter((other) => other.id !== id),
    )
    const after: Environment = { ...rowOf(before), name, updatedAt: dateOf(context.runtime) }
    await stores.apps.updateEnvironments([after])
    await syncChanged([id], stores, context)
    const change = { before: { name: before.name }, after: { name } }
    await record(organisationId, { ...deed('environment.update', after), ...change }, stores, context)
    return after
  })
}

/** Puts the app's environments in the order of the ids, which must be all of them. */
export async function reorderEnvironments(input: unknown, context: Context): Promise<Environment[]> {
  authoriseInApps(context, 'Environments', 'update')
  const { appId, environmentIds } = parse(reorderInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const app = await reachedApp(appId, stores, context)
    const all = await stores.apps.listEnvironments(organisationId, { appIds: [appId] }, holderOf(context.actor))
    const byId = new Map(all.map((environment) => [environment.id, environment]))
    const ordered = environmentIds.flatMap((id) => byId.get(id) ?? [])
    if (ordered.length !== all.length || new Set(environmentIds).size !== all.length || environmentIds.length !== all.length) {
      throw new DomainError('malformed_request', '/environmentIds: must name every environment of the app exactly once')
    }
    const moved = ordered.map((environment, position) => ({ ...rowOf(environment), position }))
    await stores.apps.updateEnvironments(moved)
    const change = { before: { environments: all.map(({ name }) => name) }, after: { environments: ordered.map(({ name }) => name) } }
    await record(
      organisationId,
      { action: 'app.reorder_environments', resourceType: 'app', resourceId: appId, resourceName: app.name, ...change },
      stores,
      context,
    )
    return moved
  })
}

/** Deletes the environment with its secrets and everybody's keys. */
export async function deleteEnvironment(input: unknown, context: Context): Promise<void> {
  authoriseInApps(context, 'Environments', 'delete')
  const { id } = parse(idInput, input)
  const { organisationId } = context.actor
  await context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const environment = await heldEnvironment({ environmentId: id }, stores, context)
    await stores.apps.deleteEnvironment(id)
    const before = { appId: environment.appId, name: environment.name }
    await record(organisationId, { ...deed('environment.delete', environment), before }, stores, context)
  })
}

/** An environment of which the caller holds a key. */
export async function heldEnvironment(target: EnvironmentTarget, stores: Stores, { actor }: SignedInContext): Promise<FoundEnvironment> {
  return requireHeld(await stores.apps.findEnvironment(actor.organisationId, target, holderOf(actor)))
}

/** The environments of these ids, all of them in the organisation and held by the caller. */
export async function heldEnvironments(ids: readonly string[], stores: Stores, { actor }: SignedInContext): Promise<FoundEnvironment[]> {
  if (ids.length === 0) return []
  const found = await stores.apps.listEnvironments(actor.organisationId, { ids }, holderOf(actor))
  const held = found.filter((environment) => environment.held)
  if (held.length !== new Set(ids).size) throw notFound('environment')
  return held
}

export function rowOf({ appName, serverEncryption, simulated, held, ...environment }: FoundEnvironment): Environment {
  return environment
}

const deed = (action: string, { id, name }: Environment) => ({ action, resourceType: 'environment', resourceId: id, resourceName: name })

function requireFreeEnvironmentName(name: string, others: readonly Environment[]): void {
  if (!others.some((other) => other.name.toLowerCase() === name.toLowerCase())) return
  throw new DomainError('conflict', `The app already has an environment called ${name}.`)
}
