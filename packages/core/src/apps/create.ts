import * as z from 'zod'
import { record } from '../audit/record.ts'
import type { Context, SignedInContext } from '../context.ts'
import { DomainError } from '../errors.ts'
import { authorise } from '../organisations/authorise.ts'
import { nameText, parse, text } from '../parse.ts'
import { dateOf, newId } from '../runtime.ts'
import type { Stores } from '../stores.ts'
import type { App, Environment, EnvironmentKey, EnvironmentType } from './app.ts'
import { acceptProvidedKeys, drawEnvironment, providedKey, publicKey, wrapForRecipients, wrapForServer } from './environment-keys.ts'
import { holderOf, type KeyRecipient } from './reach.ts'

const typeOfName: Record<string, EnvironmentType> = { development: 'dev', staging: 'staging', production: 'prod' }
const defaultEnvironments = ['Development', 'Staging', 'Production']
const maxEnvironments = 100

/** An environment as a client asks for it: with keys of its own making in end-to-end apps, by name alone otherwise. */
export const newEnvironmentInput = z.object({
  name: nameText(),
  identityKey: publicKey.optional(),
  keys: z.array(providedKey).max(1000).optional(),
})
export type NewEnvironmentInput = z.output<typeof newEnvironmentInput>

const createInput = z.object({
  name: nameText(),
  description: text(1000).default(''),
  serverEncryption: z.boolean().default(true),
  environments: z
    .array(z.union([nameText().transform((name): NewEnvironmentInput => ({ name })), newEnvironmentInput]))
    .min(1, 'an app needs at least one environment')
    .max(maxEnvironments, `must be at most ${maxEnvironments}`)
    .refine((list) => new Set(list.map(({ name }) => name.toLowerCase())).size === list.length, 'two environments have the same name')
    .default(defaultEnvironments.map((name) => ({ name }))),
})

/** Makes an app and its environments, and gives their keys to the creator and to everyone whose role holds everything. */
export const createApp = (input: unknown, context: Context): Promise<App> => makeApp(input, { simulated: false }, context)

/** The same, for the Lab too: no request can say what is simulated. */
export async function makeApp(input: unknown, { simulated }: { simulated: boolean }, context: Context): Promise<App> {
  authorise(context, 'Apps', 'create')
  const { environments: wanted, ...fields } = parse(createInput, input)
  const { organisationId } = context.actor
  return context.stores.transaction(async (stores) => {
    await stores.apps.lockOrganisation(organisationId)
    await requireFreeName(organisationId, fields.name, null, stores)
    const recipients = await requiredRecipients(stores, context)
    const now = dateOf(context.runtime)
    const app: App = { id: newId(context.runtime), organisationId, ...fields, simulated, createdAt: now, updatedAt: now }
    const made = wanted.map((environment, position) => makeEnvironment(app, environment, position, recipients, context))
    await stores.apps.insertApp(app)
    await stores.apps.insertEnvironments(made.map(({ environment }) => environment))
    await stores.apps.insertKeys(made.flatMap(({ keys }) => keys))
    const after = { name: app.name, serverEncryption: app.serverEncryption, environments: wanted.map(({ name }) => name) }
    await record(
      organisationId,
      { action: 'app.create', resourceType: 'app', resourceId: app.id, resourceName: app.name, after },
      stores,
      context,
    )
    return app
  })
}

export async function requireFreeName(organisationId: string, name: string, exceptAppId: string | null, stores: Stores): Promise<void> {
  if (!(await stores.apps.appNameTaken(organisationId, name, exceptAppId))) return
  throw new DomainError('conflict', `There is already an app called ${name}.`)
}

/** Everyone who must hold a new environment: the members with global access, and whoever makes it. */
export async function requiredRecipients(stores: Stores, context: SignedInContext): Promise<KeyRecipient[]> {
  const { actor } = context
  const recipients = await stores.apps.globalRecipients(actor.organisationId)
  if (recipients.some(({ id }) => id === actor.id)) return recipients
  const creator = await stores.apps.findRecipient(actor.organisationId, holderOf(actor))
  return creator ? [...recipients, creator] : recipients
}

/** The rows of a new environment and of everybody's access to it. */
export function makeEnvironment(
  app: App,
  wanted: NewEnvironmentInput,
  position: number,
  recipients: readonly KeyRecipient[],
  context: Context,
): { environment: Environment; keys: EnvironmentKey[] } {
  const now = dateOf(context.runtime)
  const id = newId(context.runtime)
  const type = typeOfName[wanted.name.toLowerCase()] ?? 'custom'
  const shared = {
    id,
    appId: app.id,
    organisationId: app.organisationId,
    name: wanted.name,
    type,
    position,
    createdAt: now,
    updatedAt: now,
  }
  if (!app.serverEncryption) {
    if (!wanted.identityKey || !wanted.keys) {
      throw new DomainError('client_keys_required', 'An end-to-end encrypted environment is made by the client: send identityKey and keys.')
    }
    const keys = acceptProvidedKeys(id, wanted.keys, recipients, context)
    return { environment: { ...shared, identityKey: wanted.identityKey, serverWrappedSeed: null, serverWrappedSalt: null }, keys }
  }
  if (wanted.identityKey || wanted.keys) {
    throw new DomainError(
      'malformed_request',
      'environments: the server makes the keys of a server-encrypted app; leave identityKey and keys out.',
    )
  }
  const { keys, identityKey } = drawEnvironment(context)
  return {
    environment: { ...shared, identityKey, ...wrapForServer(id, keys, context) },
    keys: wrapForRecipients(id, keys, recipients, context),
  }
}
