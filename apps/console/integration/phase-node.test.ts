import { createApp, grantAccountAccess, listEnvironments } from '@bonafide/core'
import PhaseModule from '@phase.dev/phase-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

// A CommonJS module that calls its class `default`.
const Phase = (PhaseModule as unknown as { default?: typeof PhaseModule }).default ?? PhaseModule

let world: World
let appId: string
let token: string

beforeAll(async () => {
  world = await createWorld()
  const app = await createApp({ name: 'shop' }, world.owner.context)
  appId = app.id
  const account = await world.account()
  await world.awsIdentity(account.id)
  const environments = await listEnvironments({ appId }, world.owner.context)
  const environmentIds = environments.filter((one) => one.name !== 'Production').map((one) => one.id)
  await grantAccountAccess({ serviceAccountId: account.id, environmentIds }, world.owner.context)
  const { json } = await post(`${world.node.url}${awsRoute}`, world.awsBody(world.role(), account.id))
  token = json.authentication.token
})
afterAll(() => world.close())

describe('the published Node SDK, with a token that an AWS login minted', () => {
  it('R-003 R-011: initialises, writes, reads, updates and deletes', async () => {
    const phase = new Phase(token, world.node.url)
    await phase.init()
    expect(phase.apps).toMatchObject([{ id: appId, name: 'shop' }])
    const target = { appId, envName: 'Development' }

    await phase.create({ ...target, secrets: [{ key: 'DATABASE_URL', value: 'postgres://db', comment: 'main' }] })
    await phase.create({ ...target, secrets: [{ key: 'URL', value: '${DATABASE_URL}/shop', comment: '', path: '/web', tags: ['web'] }] })
    const [secret] = await phase.get({ ...target, key: 'DATABASE_URL' })
    expect(secret).toMatchObject({ key: 'DATABASE_URL', value: 'postgres://db', comment: 'main', path: '/', version: 1 })
    expect(await phase.get({ ...target, path: '/web', tags: ['web'] })).toMatchObject([{ key: 'URL', value: 'postgres://db/shop' }])
    expect((await phase.get(target)).map((one) => one.key)).toContain('DATABASE_URL')

    if (!secret) throw new Error('not found')
    await phase.update({ ...target, secrets: [{ id: secret.id, key: 'DATABASE_URL', value: 'postgres://other' }] })
    expect(await phase.get({ ...target, key: 'DATABASE_URL' })).toMatchObject([{ value: 'postgres://other', version: 2 }])

    await phase.delete({ ...target, secretIds: [secret.id] })
    expect(await phase.get({ ...target, key: 'DATABASE_URL' })).toEqual([])
  })

  it('sees no environment that the account was not given', async () => {
    const phase = new Phase(token, world.node.url)
    await phase.init()
    expect(phase.apps[0]?.environments.map((one) => one.name).sort()).toEqual(['Development', 'Staging'])
  })

  it('rejects a wrong token with the status', async () => {
    const wrong = token.replace(/:[0-9a-f]{64}:/, `:${'0'.repeat(64)}:`)
    await expect(new Phase(wrong, world.node.url).init()).rejects.toThrow('403')
  })
})
