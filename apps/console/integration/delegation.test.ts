import {
  bindExtIdentity,
  createApp,
  createExtIdentity,
  createServiceAccountToken,
  disableServiceAccount,
  listBoundIdentities,
  listEnvironments,
  managedRolePermissions,
  type SignedInContext,
  setAccountAccess,
  setMemberAccess,
  updateExtIdentity,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const forbidden = { code: 'forbidden' }
const theirs = 'arn:aws:iam::999988887777:role/manager'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

/** An account that reads an environment which nobody but the owner holds. */
async function accountWithEnvironment(name: string) {
  const account = await world.account()
  const app = await createApp({ name }, world.owner.context)
  const [environment] = await listEnvironments({ appId: app.id }, world.owner.context)
  const environmentIds = [environment?.id as string]
  await setAccountAccess({ serviceAccountId: account.id, environmentIds }, world.owner.context)
  return { account, environmentIds }
}

describe('to trust others in a bound identity is to bind them', () => {
  it('a manager, who may not bind, changes no configuration of a bound identity and does not enable it', async () => {
    const { account } = await accountWithEnvironment('Delegation')
    const { id } = await world.awsIdentity(account.id)
    const { context } = await world.member('Manager')
    const config = { principals: ['arn:aws:iam::111122223333:role/app', theirs] }
    await expect(updateExtIdentity({ id, config }, context)).rejects.toMatchObject(forbidden)
    await expect(updateExtIdentity({ id, enabled: false }, context)).resolves.toMatchObject({ enabled: false })
    await expect(updateExtIdentity({ id, enabled: true }, context)).rejects.toMatchObject(forbidden)
    expect((await listBoundIdentities({ serviceAccountId: account.id }, world.owner.context))[0]?.config).not.toMatchObject(config)
  })

  it('what lets nobody in he may change: a name, the configuration as it is, an identity that is bound nowhere', async () => {
    const { id } = await world.awsIdentity((await world.account()).id)
    const { context } = await world.member('Manager')
    const config = { principals: ['arn:aws:iam::111122223333:role/app'] }
    await expect(updateExtIdentity({ id, description: 'mine', config }, context)).resolves.toMatchObject({ description: 'mine' })
    const free = await createExtIdentity({ provider: 'aws_iam', name: 'bound nowhere', config }, context)
    await expect(updateExtIdentity({ id: free.id, config: { principals: [theirs] } }, context)).resolves.toMatchObject({ version: 2 })
  })
})

describe('nobody lets others read what he cannot read', () => {
  it('a custom role that may bind needs every environment of the account, to bind and to change what is bound', async () => {
    const { account, environmentIds } = await accountWithEnvironment('Reach')
    const config = { principals: [theirs] }
    const identity = await createExtIdentity({ provider: 'aws_iam', name: 'reach', config }, world.owner.context)
    const { id, context } = await world.member('Manager')
    const { role } = context.actor
    const binder = {
      ...context,
      actor: { ...context.actor, role: { ...role, key: null, permissions: managedRolePermissions.owner } },
    } as SignedInContext
    const bind = () => bindExtIdentity({ identityId: identity.id, serviceAccountId: account.id }, binder)
    await expect(bind()).rejects.toMatchObject(forbidden)
    await setMemberAccess({ memberId: id, environmentIds }, world.owner.context)
    await expect(bind()).resolves.toMatchObject({ id: account.id })
    await setMemberAccess({ memberId: id, environmentIds: [] }, world.owner.context)
    const wider = { principals: [theirs, 'arn:aws:iam::999988887777:role/other'] }
    await expect(updateExtIdentity({ id: identity.id, config: wider }, binder)).rejects.toMatchObject(forbidden)
  })

  it('many who make tokens at once wait for no second connection', async () => {
    const account = await world.account()
    const { context } = await world.member('Manager')
    const { role } = context.actor
    const maker = {
      ...context,
      actor: { ...context.actor, role: { ...role, key: null, permissions: managedRolePermissions.owner } },
    } as SignedInContext
    const make = (_: unknown, index: number) =>
      createServiceAccountToken({ serviceAccountId: account.id, name: `token ${index}`, expiresInSeconds: 600 }, maker)
    await expect(Promise.all(Array.from({ length: 24 }, make))).resolves.toHaveLength(24)
    await disableServiceAccount({ id: account.id }, world.owner.context)
  })
})
