import { createApp, type ExternalIdentity, grantAccountAccess, listEnvironments, type ServiceAccount } from '@bonafide/core'
import { environmentKeyPair, exchangePublicKey, newEnvironmentKeys, wrapEnvironmentKeys } from '@bonafide/crypto'
import type { AwsPrincipal } from '@bonafide/stand-ins'
import { type RunOptions, shipCommand } from './cli-command.ts'
import { createWorld, post, random, type WorldOptions } from './world.ts'

export type CommandWorld = Awaited<ReturnType<typeof createCommandWorld>>

/** The shipped command and the real product, which calls itself by the address at which the command finds it. */
export async function createCommandWorld(options: WorldOptions = {}) {
  const world = await createWorld({ publicUrl: (listening) => listening, ...options })
  const command = await shipCommand()
  const host = world.node.url
  let homes = 0

  /** A machine: a home folder of its own, and an environment that every command on it sees. */
  const machine = (ambient: Record<string, string | undefined> = {}) => {
    const home = `${command.folder}/home-${++homes}`
    const surroundings = (env: RunOptions['env']) => ({
      HOME: home,
      BONAFIDE_HOST: host,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...ambient,
      ...env,
    })
    const run = (words: string[], { env, ...options }: RunOptions = {}) => command.run(words, { ...options, env: surroundings(env) })
    const start = (words: string[]) => command.start(words, { env: surroundings({}) })
    return { home, run, start }
  }

  /** The environment that AWS gives a workload of this role. */
  const roleEnvironment = ({ accessKeyId, secretAccessKey, sessionToken }: AwsPrincipal, region = 'eu-central-1') => ({
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
  })

  const environmentIds = async (appId: string): Promise<Record<string, string>> => {
    const environments = await listEnvironments({ appId }, world.owner.context)
    return Object.fromEntries(environments.map(({ name, id }) => [name, id]))
  }

  const ids = async (sql: string, id: string): Promise<string> => {
    const { rows } = await world.database.pool.query(sql, [id])
    return rows[0].identity_key
  }

  return {
    ...world,
    host,
    command,
    machine,
    roleEnvironment,
    /** A service account that an AWS role may become, and the identity that says so. */
    async trustedAccount(config: Record<string, unknown> = {}): Promise<{ account: ServiceAccount; identity: ExternalIdentity }> {
      const account = await world.account()
      return { account, identity: await world.awsIdentity(account.id, config) }
    },
    /** An app with server-side encryption, of which the account reads these environments. */
    async app(name: string, accountId: string, granted = ['Development', 'Production']) {
      const app = await createApp({ name }, world.owner.context)
      const byName = await environmentIds(app.id)
      const wanted = granted.map((one) => byName[one])
      await grantAccountAccess({ serviceAccountId: accountId, environmentIds: wanted }, world.owner.context)
      return { id: app.id, environments: byName }
    },
    /** An app whose keys the server never sees: made, and handed to the account, as a browser would. */
    async endToEndApp(name: string, accountId: string) {
      const keys = newEnvironmentKeys(random)
      const wrapFor = (identityKey: string) => wrapEnvironmentKeys(keys, exchangePublicKey(identityKey), random)
      const ownerKey = await ids('select identity_key from members where id = $1', world.owner.id)
      const accountKey = await ids('select identity_key from service_accounts where id = $1', accountId)
      const { publicKey: identityKey } = environmentKeyPair(keys.seed)
      const environments = [{ name: 'Development', identityKey, keys: [{ memberId: world.owner.id, ...wrapFor(ownerKey) }] }]
      const app = await createApp({ name, serverEncryption: false, environments }, world.owner.context)
      const environmentId = (await environmentIds(app.id)).Development
      const access = { serviceAccountId: accountId, environmentIds: [environmentId], keys: [{ environmentId, ...wrapFor(accountKey) }] }
      await grantAccountAccess(access, world.owner.context)
      return { id: app.id, environmentId }
    },
    /** The data of a GraphQL operation that the owner sends over HTTP. */
    async graphql(query: string, variables: object = {}) {
      const authorization = `Bearer Session ${world.owner.sessionToken}`
      const { json } = await post(`${host}/api/graphql`, { query, variables }, { authorization })
      if (json.errors) throw new Error(JSON.stringify(json.errors))
      return json.data
    },
    async close() {
      await command.remove()
      await world.close()
    },
  }
}
