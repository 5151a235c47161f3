import { bindExtIdentity, createApp, createExtIdentity, createSecrets, listEnvironments, setAccountAccess } from '@bonafide/core'
import { random, type World } from './world.ts'

const resource = 'https://management.azure.com/'
const uuid = (): string => {
  const digits = Buffer.from(random(16)).toString('hex')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`
}

/** A service principal of a tenant of its own that the account's Azure identity trusts; `body` is what it sends, with a fresh token each time. */
export async function azureWorkload(world: World, serviceAccountId: string, config: object = {}) {
  const { tenantId } = await world.entra.addTenant()
  const oid = uuid()
  const identity = await createExtIdentity(
    {
      provider: 'azure_entra',
      name: `azure ${oid}`,
      config: { tenantId, allowedServicePrincipalIds: [oid], ...config },
    },
    world.owner.context,
  )
  await bindExtIdentity({ identityId: identity.id, serviceAccountId }, world.owner.context)
  return {
    async body() {
      const jwt = await world.entra.issueToken({ tenantId, audience: resource, oid })
      return { account: { type: 'service', id: serviceAccountId }, azureEntra: { jwt: Buffer.from(jwt).toString('base64') } }
    },
  }
}

/** A pipeline of the world's issuer that one of so many identities of the account trusts; the others trust other branches. */
export async function oidcWorkload(world: World, serviceAccountId: string, identities = 1) {
  const audience = 'https://bonafide.example'
  const subjectOf = (index: number) => `repo:acme/shop:ref:refs/heads/branch-${index}`
  for (let index = 0; index < identities; index++) {
    const config = { issuer: world.issuer.issuer, audiences: [audience], subjects: [subjectOf(index)], claims: ['repository_id = 1'] }
    const identity = await createExtIdentity({ provider: 'oidc', name: `oidc ${uuid()}`, config }, world.owner.context)
    await bindExtIdentity({ identityId: identity.id, serviceAccountId }, world.owner.context)
  }
  return {
    body() {
      const jwt = world.issuer.issue({ claims: { aud: audience, sub: subjectOf(identities - 1), repository_id: '1' } })
      return { account: { type: 'service', id: serviceAccountId }, oidc: { jwt: Buffer.from(jwt).toString('base64') } }
    },
  }
}

/** An environment with so many secrets that the account may read; answers its id. */
export async function readableEnvironment(world: World, serviceAccountId: string, secretCount: number): Promise<string> {
  const app = await createApp({ name: `app ${uuid()}` }, world.owner.context)
  const [environment] = await listEnvironments({ appId: app.id }, world.owner.context)
  if (!environment) throw new Error('the app has no environment')
  const secrets = Array.from({ length: secretCount }, (_, index) => ({ key: `NAME_${index}`, value: `value of secret ${index}` }))
  await createSecrets({ environmentId: environment.id, secrets }, world.owner.context)
  await setAccountAccess({ serviceAccountId, environmentIds: [environment.id] }, world.owner.context)
  return environment.id
}
