import { bind, makeAccount, makeIdentity, roleId } from '../account-data.ts'
import { makeApp } from '../apps.ts'
import { cloud } from '../aws.ts'
import type { Ask } from '../console.ts'
import { freshDemo } from '../lab.ts'
import { idOf, makeCredential, makeSync } from '../sync-data.ts'

/** Ids that the addresses of pages need. */
export interface DemoData {
  app: string
  development: string
  production: string
  account: string
  identity: string
  member: string
  role: string
  exchange: string
  /** The code of an invite that waits. */
  invite: string
  credential: string
  sync: string
}

const dotEnv = (environment: string) => `# Made up, all of it.
APP_NAME=shop
DATABASE_URL=postgres://shop:made-up@database.${environment}.example/shop
SESSION_KEY=made-up-${environment}
STRIPE_KEY=made-up-stripe-${environment}
LOG_LEVEL=${environment === 'production' ? 'warn' : 'debug'}
`

/** A small company: two apps, accounts with identities, people, and logins of the Lab that went well and did not. */
export async function makeDemoData(ask: Ask): Promise<DemoData> {
  const shop = await makeApp(ask, 'shop')
  await makeApp(ask, 'billing')
  for (const [name, id] of Object.entries(shop.environments)) {
    await ask('mutation($input: ImportSecretsInput!) { importSecrets(input: $input) { created userErrors { message } } }', {
      input: { environmentId: id, dotEnv: `${dotEnv(name.toLowerCase())}${name === 'Production' ? '' : 'FEATURE_FLAGS=new-checkout\n'}` },
    })
  }
  const account = await makeAccount(ask, 'shop-deployer')
  const identity = await makeIdentity(ask, 'shop-production')
  await bind(ask, account.id, [identity.id])
  await ask('mutation($input: ServiceAccountAccessInput!) { grantServiceAccountAccess(input: $input) { userErrors { message } } }', {
    input: { serviceAccountId: account.id, environmentIds: Object.values(shop.environments) },
  })
  await makeAccount(ask, 'billing-nightly')
  await makeIdentity(ask, 'billing-batch')
  const { inviteMember } = await ask<{ inviteMember: { code: string } }>(
    'mutation($input: InviteMemberInput!) { inviteMember(input: $input) { code userErrors { message } } }',
    { input: { email: 'grace@example.org', roleId: await roleId(ask, 'DEVELOPER') } },
  )
  const credential = await makeCredential(ask, cloud)
  const production = { app: shop, credential, secretName: 'shop/production' }
  const sync = idOf(await makeSync(ask, cloud, production, { environmentId: shop.environments.Production }))
  await makeSync(ask, cloud, { ...production, secretName: 'shop/staging' }, { environmentId: shop.environments.Staging })
  const { viewer } = await ask<{ viewer: { id: string } }>('{ viewer { id } }')
  return {
    app: shop.id,
    development: shop.environments.Development ?? '',
    production: shop.environments.Production ?? '',
    account: account.id,
    identity: identity.id,
    member: viewer.id,
    role: await roleId(ask, 'DEVELOPER'),
    exchange: await sendPersonas(ask),
    invite: inviteMember.code,
    credential: credential.id,
    sync,
  }
}

/** Every persona once, the accepted ones more often; answers a refusal that can be mended. */
async function sendPersonas(ask: Ask): Promise<string> {
  const { personas } = await freshDemo(ask)
  const exchanges = new Map<string, string>()
  for (const { id, expects } of personas) {
    for (let time = 0; time < (expects.outcome === 'ACCEPTED' ? 4 : 1); time++) {
      const { sendPersonaLogin } = await ask<{ sendPersonaLogin: { exchange: { id: string } } }>(
        'mutation($input: SendPersonaLoginInput!) { sendPersonaLogin(input: $input) { exchange { id } userErrors { message } } }',
        { input: { personaId: id } },
      )
      exchanges.set(id, sendPersonaLogin.exchange.id)
    }
  }
  return exchanges.get('aws-other-account') ?? ''
}
