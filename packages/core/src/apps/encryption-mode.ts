import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context } from '../context.ts'
import { DomainError, notFound } from '../errors.ts'
import { authoriseInApps } from '../organisations/authorise.ts'
import { parse, uuid } from '../parse.ts'
import { dateOf } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import type { App, Environment } from './app.ts'
import { openFromClient, wrapForServer, wrappedKey } from './environment-keys.ts'
import { rowOf } from './environments.ts'
import { reachedApp, syncEnvironmentsOf } from './manage.ts'
import { holderOf } from './reach.ts'

const modeInput = z.object({
  appId: uuid,
  serverEncryption: z.boolean(),
  environmentKeys: z
    .array(z.object({ environmentId: uuid, seed: wrappedKey, salt: wrappedKey }))
    .max(1000)
    .default([]),
})

/**
 * On: the client hands over every environment's seed and salt, encrypted to the server's public key; each seed must belong to its
 * environment. Off: the server forgets its copies; members and accounts keep theirs.
 */
export async function setEncryptionMode(input: unknown, context: Context): Promise<App> {
  authoriseInApps(context, 'EncryptionMode', 'update')
  const { appId, serverEncryption, environmentKeys } = parse(modeInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    const app = await reachedApp(appId, stores, context)
    if (app.serverEncryption === serverEncryption) return app
    const found = await stores.apps.listEnvironments(organisationId, { appIds: [appId] }, holderOf(context.actor))
    if (found.some(({ held }) => !held)) throw notFound('environment')
    // Only now: it names syncs, and those of an environment are for those who hold it.
    if (!serverEncryption) await requireNoSyncs(appId, stores, context)
    const now = dateOf(context.runtime)
    const given = new Map(environmentKeys.map((keys) => [keys.environmentId, keys]))
    const changedRows = found.map((environment): Environment => {
      if (!serverEncryption) return { ...rowOf(environment), serverWrappedSeed: null, serverWrappedSalt: null, updatedAt: now }
      const wrapped = given.get(environment.id)
      if (!wrapped)
        throw new DomainError('client_keys_required', `environmentKeys: the keys of the environment ${environment.name} are missing.`)
      return {
        ...rowOf(environment),
        ...wrapForServer(environment.id, openFromClient(environment, wrapped, context), context),
        updatedAt: now,
      }
    })
    const saved: App = { ...app, serverEncryption, updatedAt: now }
    await stores.apps.updateEnvironments(changedRows)
    await stores.apps.updateApp(saved)
    await syncEnvironmentsOf(appId, stores, context)
    const change = { before: { serverEncryption: app.serverEncryption }, after: { serverEncryption } }
    await record(
      organisationId,
      { action: 'app.set_encryption_mode', resourceType: 'app', resourceId: appId, resourceName: app.name, ...change },
      stores,
      context,
    )
    return saved
  })
}

/** Syncs read what the server can read: without its copies of the keys they would stand still for ever. */
async function requireNoSyncs(appId: string, stores: Stores, { destinations }: Context): Promise<void> {
  const syncs = await stores.syncs.ofApp(appId)
  if (syncs.length === 0) return
  const names = syncs.slice(0, 5).map(({ destination, options }) => destinations[destination].summary(options))
  const more = syncs.length > names.length ? ` and ${syncs.length - names.length} more` : ''
  throw new DomainError('conflict', `Syncs of this app need server-side encryption: ${names.join(', ')}${more}. Delete them first.`)
}
