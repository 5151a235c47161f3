import {
  createEncryptedSecrets,
  createSecrets,
  deleteSecrets,
  importSecrets,
  listSecretVersions,
  listTags,
  readEncryptedSecrets,
  readSecrets,
  restoreSecretVersion,
  type SignedInContext,
  updateEncryptedSecrets,
  updateSecrets,
  type WireSecret,
} from '@bonafide/core'
import { connectionOfArray, keyOfText, type PageArguments } from '../base/connection.ts'
import { given } from '../base/input.ts'
import { payload } from '../base/payload.ts'
import type { Resolvers } from '../generated/resolvers.ts'

/** A secret as it was answered, and whether that is ciphertext. */
export type ShownSecret = WireSecret & { encrypted: boolean }

const shown = (secrets: readonly WireSecret[], encrypted: boolean): ShownSecret[] => secrets.map((secret) => ({ ...secret, encrypted }))

// One read answers a whole environment and is one audit row: small pages would only read it again and again.
const secretPages = { list: 'secrets', keyOf: ({ id }: ShownSecret) => id, defaultSize: 100, maxSize: 1000 }

async function historyOf(secretId: string, page: PageArguments, domain: SignedInContext) {
  const versions = await listSecretVersions({ secretId }, domain)
  return connectionOfArray(versions, page, { list: 'secret_versions', keyOf: ({ version }) => String(version) })
}

export const resolvers: Resolvers = {
  Query: {
    secretHistory: (_, { secretId, ...page }, { domain }) => historyOf(secretId, page, domain),
    secretTags: async (_, page, { domain }) =>
      connectionOfArray(await listTags(domain), page, { list: 'secret_tags', keyOf: ({ name }) => keyOfText(name) }),
  },
  Environment: {
    secrets: async ({ id, appId }, { filter, resolveReferences, ...page }, { domain, load }) => {
      const app = await load.app(appId)
      const wanted = { environmentId: id, ...given(filter ?? {}) }
      const secrets = app?.serverEncryption
        ? shown(await readSecrets({ ...wanted, resolveReferences }, domain), false)
        : shown(await readEncryptedSecrets(wanted, domain), true)
      return connectionOfArray(secrets, page, secretPages)
    },
    folders: async ({ id }, { path, ...page }, { load }) => {
      const folders = await load.foldersOf(id, path)
      return connectionOfArray(folders ?? [], page, { list: 'secret_folders', keyOf: (folder) => keyOfText(folder.path) })
    },
  },
  Secret: {
    history: ({ id }, page, { domain }) => historyOf(id, page, domain),
  },
  SecretVersion: {
    actorName: ({ actor }) => actor.name,
    value: async ({ secretId, version, event }, _, { load }) => {
      const found = (await load.historyOf(secretId)).find((one) => one.version === version && one.event === event)
      return found?.value ?? null
    },
  },
  Mutation: {
    createSecrets: (_, { input }, { domain }) =>
      payload(async () => ({ secrets: shown(await createSecrets(given(input), domain), false) })),
    updateSecrets: (_, { input }, { domain }) =>
      payload(async () => ({ secrets: shown(await updateSecrets(given(input), domain), false) })),
    deleteSecrets: (_, { input }, { domain }) => payload(() => deleteSecrets({ ...input, strict: true }, domain)),
    importSecrets: (_, { input }, { domain }) => payload(() => importSecrets(given(input), domain)),
    restoreSecretVersion: (_, { input }, { domain }) =>
      payload(async () => {
        const { id, version } = await restoreSecretVersion(input, domain)
        return { secretId: id, version }
      }),
    createEncryptedSecrets: (_, { input }, { domain }) => payload(() => createEncryptedSecrets(given(input), domain)),
    updateEncryptedSecrets: (_, { input }, { domain }) =>
      payload(async () => {
        await updateEncryptedSecrets(given(input), domain)
        return { ids: input.secrets.map(({ id }) => id) }
      }),
  },
  SecretType: { SECRET: 'secret', SEALED: 'sealed', CONFIG: 'config' },
  SecretEvent: { CREATE: 'create', UPDATE: 'update', DELETE: 'delete' },
}
