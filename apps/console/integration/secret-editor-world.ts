import { createApp, createSecrets, listEnvironments, type SignedInContext } from '@bonafide/core'
import { createGraphqlDoor } from '@bonafide/graphql'
import { createWorld } from './world.ts'

export type EditorWorld = Awaited<ReturnType<typeof createEditorWorld>>

/** A product with an owner, and the GraphQL door as the console's secrets editor asks it. */
export async function createEditorWorld() {
  const world = await createWorld()
  const door = await createGraphqlDoor(world.services, { awsStsEndpoints: [] })
  const owner = world.owner.context
  let names = 0

  /** The answer as text: what a browser would be sent. */
  const answer = async (document: string, variables: Record<string, unknown> = {}, context: SignedInContext = owner) =>
    JSON.stringify(await door.execute({ document, variables, context }))

  return {
    world,
    owner,
    answer,
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of whatever was asked
    async ask(document: string, variables: Record<string, unknown> = {}, context: SignedInContext = owner): Promise<any> {
      const { data, errors } = JSON.parse(await answer(document, variables, context))
      if (errors) throw new Error(JSON.stringify(errors))
      return data
    },
    async refusals(document: string, variables: Record<string, unknown>, context: SignedInContext = owner): Promise<string[]> {
      const { errors = [] } = JSON.parse(await answer(document, variables, context))
      return errors.map(({ extensions }: { extensions: { code: string } }) => extensions.code)
    },
    /** An app with Development, Staging and Production. */
    async app(context: SignedInContext = owner) {
      const app = await createApp({ name: `app ${++names}` }, context)
      const environments = (await listEnvironments({ appId: app.id }, context)).map(({ id }) => id)
      const [development = '', staging = '', production = ''] = environments
      return { id: app.id, environments, development, staging, production }
    },
    async put(environmentId: string, values: Record<string, string>, more: object = {}) {
      const secrets = Object.entries(values).map(([key, value]) => ({ key, value, ...more }))
      const made = await createSecrets({ environmentId, secrets }, owner)
      return made.map(({ id }) => id)
    },
    /** Actions of the audit rows that a deed leaves, oldest first. */
    async recorded(deed: () => Promise<unknown>): Promise<string[]> {
      const before = await world.count('audit_events')
      await deed()
      const { rows } = await world.database.pool.query('select action from audit_events order by id offset $1', [before])
      return rows.map(({ action }: { action: string }) => action)
    },
    async close() {
      await door.stop()
      await world.close()
    },
  }
}
