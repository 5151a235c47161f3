import { createApp, createEncryptedSecrets, createSecrets, listEnvironments, type SignedInContext } from '@bonafide/core'
import { encryptTo, environmentKeyPair, keyDigest, newServiceAccountKeyring, wrapEnvironmentKeys } from '@bonafide/crypto'
import { createGraphqlDoor } from '@bonafide/graphql'
import { createWorld, random } from './world.ts'

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

  /** An app whose keys the server has never seen, with one secret, A. */
  async function endToEnd() {
    const keys = { seed: Buffer.from(random(32)).toString('hex'), salt: Buffer.from(random(32)).toString('hex') }
    const { publicKey } = environmentKeyPair(keys.seed)
    const wrapped = wrapEnvironmentKeys(keys, newServiceAccountKeyring(random).publicKey, random)
    const environment = { name: 'Own', identityKey: publicKey, keys: [{ memberId: world.owner.id, ...wrapped }] }
    const made = await createApp({ name: `app ${++names}`, serverEncryption: false, environments: [environment] }, owner)
    const [found] = await listEnvironments({ appId: made.id }, owner)
    const environmentId = found?.id ?? ''
    const seal = (text: string) => encryptTo(publicKey, text, random)
    const digest = (name: string) => keyDigest(name, keys.salt)
    const secret = { key: seal('A'), keyDigest: digest('A'), value: seal('value'), comment: '' }
    const { ids } = await createEncryptedSecrets({ environmentId, secrets: [secret] }, owner)
    return { appId: made.id, environmentId, id: ids[0] ?? '', seal, digest, ...secret }
  }

  return {
    world,
    endToEnd,
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
    /** Fills the environment of a secret up to so many, with keys of their own (KEY_1 …) and everything else as in the first. */
    async multiply(id: string | undefined, count: number) {
      const { pool } = world.database
      const ofSecret = 'select e.identity_key as key from secrets s join environments e on e.id = s.environment_id where s.id = $1'
      const { rows } = await pool.query(ofSecret, [id])
      const keys = Array.from({ length: count - 1 }, (_, index) => encryptTo(rows[0].key, `KEY_${index + 1}`, random))
      const insert = `insert into secrets (id, environment_id, path, key, key_digest, value, comment)
        select gen_random_uuid(), s.environment_id, s.path, k, md5(k), s.value, s.comment from secrets s, unnest($2::text[]) as k where s.id = $1`
      await pool.query(insert, [id, keys])
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
