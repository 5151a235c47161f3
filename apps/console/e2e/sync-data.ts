import type { Policy } from '@bonafide/stand-ins'
import { type MadeApp, makeApp, putSecrets, secretsOf } from './apps.ts'
import { type Aws, allow, expect, home, newAccount, region } from './aws.ts'
import type { Ask } from './console.ts'

export interface MadeCredential {
  id: string
  name: string
  account: string
  accessKeyId: string
}

/** Access keys of a user in an account of its own, stored. */
export async function makeCredential(
  ask: Ask,
  aws: Aws,
  policies: Policy[] = [allow(['secretsmanager:*', 'kms:*'])],
): Promise<MadeCredential> {
  const account = newAccount()
  const { accessKeyId, secretAccessKey } = await aws.addUser({ account, name: 'writer', policies })
  const name = `keys of ${account}`
  const { createCredential } = await ask<{ createCredential: { credential: { id: string } | null; userErrors: unknown } }>(
    'mutation($input: CreateCredentialInput!) { createCredential(input: $input) { credential { id } userErrors { field message } } }',
    { input: { name, force: true, config: { awsAccessKeys: { accessKeyId, secretAccessKey, region } } } },
  )
  expect(createCredential.userErrors).toEqual([])
  return { id: createCredential.credential?.id ?? '', name, account, accessKeyId }
}

export interface SyncedApp {
  app: MadeApp
  credential: MadeCredential
  /** In AWS. */
  secretName: string
}

export async function makeSyncable(ask: Ask, aws: Aws, secrets: Record<string, string>): Promise<SyncedApp> {
  const app = await makeApp(ask)
  await putSecrets(
    ask,
    app.environments.Development,
    Object.entries(secrets).map(([key, value]) => ({ key, value })),
  )
  return { app, credential: await makeCredential(ask, aws), secretName: `${app.name.replaceAll(' ', '-')}/development` }
}

/** What is in the secret now, as the owner of the account reads it; null while there is none. */
export async function remoteValue(aws: Aws, { credential, secretName }: SyncedApp): Promise<Record<string, string> | null> {
  const secret = await aws.readSecret({ account: credential.account, region, name: secretName })
  return secret?.value ? JSON.parse(secret.value) : null
}

/** An edit in AWS, behind the product's back. */
export const editRemote = (aws: Aws, { credential, secretName }: SyncedApp, value: Record<string, unknown>) =>
  aws.putSecrets({ account: credential.account, region, secrets: [{ name: secretName, value: JSON.stringify(value) }] })

/** A sync, of Development unless told, made by the API and run once; answers the address of its page. */
export async function makeSync(ask: Ask, aws: Aws, synced: SyncedApp, source: { environmentId?: string } = {}): Promise<string> {
  const input = {
    environmentId: source.environmentId ?? synced.app.environments.Development,
    path: '/',
    credentialId: synced.credential.id,
    options: { awsSecretsManager: { secretName: synced.secretName } },
  }
  const { planSync } = await ask<{ planSync: { plan: { id: string } | null } }>(
    'mutation($input: PlanSyncInput!) { planSync(input: $input) { plan { id } failure { code } userErrors { message } } }',
    { input },
  )
  const { createSync } = await ask<{ createSync: { sync: { id: string } | null; userErrors: unknown; failure: unknown } }>(
    'mutation($input: CreateSyncInput!) { createSync(input: $input) { sync { id } failure { code } userErrors { field message } } }',
    { input: { ...input, planId: planSync.plan?.id } },
  )
  expect(createSync).toMatchObject({ failure: null, userErrors: [] })
  await expect.poll(() => remoteValue(aws, synced)).not.toBeNull()
  return `${home}/integrations/syncs/${createSync.sync?.id}`
}

/** Of the sync that an address leads to. */
export const idOf = (address: string): string => address.split('/').at(-1) ?? ''

/** Another value for a secret that is there, as a script would write it. */
export async function changeSecret(ask: Ask, environmentId: string | undefined, key: string, value: string): Promise<void> {
  const found = (await secretsOf(ask, environmentId)).find((secret) => secret.key === key)
  const { changeSecrets } = await ask<{ changeSecrets: unknown }>(
    'mutation($input: ChangeSecretsInput!) { changeSecrets(input: $input) { userErrors { field message } } }',
    { input: { environmentId, update: [{ id: found?.id, value, version: found?.version }] } },
  )
  expect(changeSecrets).toEqual({ userErrors: [] })
}
