import { exchange, readLab, removeLab, type SignedInContext, sendPersonaLogin, startLab, testExtIdentity } from '@bonafide/core'
import { newServerSecret } from '@bonafide/crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLabWorld, type LabWorld, productLab } from './lab-world.ts'
import { createFleet, type Fleet } from './server-process.ts'
import { type Node, post, random } from './world.ts'

let world: LabWorld
let owner: SignedInContext

beforeAll(async () => {
  world = await createLabWorld()
  owner = world.owner.context
})
afterAll(() => world.close())

const identityOf = (provider: string) => world.demo.identities.find((one) => one.provider === provider)?.id ?? ''

describe('several server processes', () => {
  let fleet: Fleet
  beforeAll(async () => {
    fleet = await createFleet(world)
  })
  afterAll(() => fleet.close())

  it('agree on who the personas are, with no word between them and nothing outside to ask', async () => {
    const [first, second] = [await fleet.start(undefined, { BONAFIDE_LAB: '1' }), await fleet.start(undefined, { BONAFIDE_LAB: '1' })]
    const headers = { authorization: `Bearer Session ${world.owner.sessionToken}` }
    for (const personaId of ['aws-role', 'azure-managed-identity', 'azure-managed-identity-v2', 'github-main']) {
      const query = 'query($personaId: String!) { labCommands(personaId: $personaId) { curl } }'
      const { json } = await post(`${first.url}/api/graphql`, { query, variables: { personaId } }, headers)
      const [, body = ''] = / -d '(.*)'$/.exec(json.data.labCommands.curl) ?? []
      const route = { aws: 'aws-iam', azure: 'azure', github: 'oidc' }[personaId.split('-')[0] ?? '']
      const answer = await post(`${second.url}/api/v1/auth/${route}`, JSON.parse(body))
      expect(answer.status, `${personaId} ${answer.text}`).toBe(200)
    }
    expect(world.sts.requests).toEqual([])
    expect(world.entra.requests).toEqual([])
  })

  it('are without the Lab unless BONAFIDE_LAB says so, as soon as they have a database of their own', async () => {
    const process = await fleet.start()
    const [body] = await world.bodies('azure-managed-identity')
    const { status, json } = await post(`${process.url}/api/v1/auth/azure`, body)
    expect({ status, code: json.code }).toEqual({ status: 401, code: 'login_denied' })
  })
})

describe('the keys of the Lab', () => {
  const commandOf = async (secret: string) => {
    const target = { organisationId: owner.actor.organisationId, serviceAccountId: world.demo.serviceAccountId }
    const login = await productLab({ secret, now: Date.now }).login('aws-user', { ...target, publicUrl: 'https://bonafide.example' })
    return login.command?.environment
  }

  it('follow from the first server key alone, so that a restart changes none of them', async () => {
    const keys = await commandOf(world.secret)
    expect(keys).toEqual(await commandOf(`${world.secret},${newServerSecret(random)}`))
    expect(keys?.AWS_ACCESS_KEY_ID).toMatch(/^AKIA[A-Z2-7]{9}EXAMPLE$/)
    const others = await commandOf(newServerSecret(random))
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) expect(others?.[name], name).not.toBe(keys?.[name])
    expect(JSON.stringify(keys)).not.toContain(world.secret)
  })
})

describe('where the Lab is off', () => {
  let off: Node
  let asOwner: SignedInContext
  beforeAll(async () => {
    off = await world.start({ lab: null })
    asOwner = { ...owner, ...off.services }
  })

  it('tokens of simulated accounts are refused', async () => {
    const authorization = await world.bearer()
    const headers = { authorization }
    expect((await fetch(`${world.node.url}/v1/secrets/?app_id=${world.demo.appId}&env=Development`, { headers })).status).toBe(200)
    const refused = await fetch(`${off.url}/v1/secrets/?app_id=${world.demo.appId}&env=Development`, { headers })
    expect(refused.status).toBe(401)
  })

  it.each(['aws-role', 'azure-managed-identity', 'github-main'])('%s is refused, and administrators see why', async (personaId) => {
    const tokens = await world.count('service_account_tokens')
    const [body] = await world.bodies(personaId)
    const { status, json } = await world.send(personaId, body, off)
    expect({ status, code: json.code }).toEqual({ status: 401, code: 'login_denied' })
    expect(await world.count('service_account_tokens')).toBe(tokens)
    const stored = 'select code, organisation_id from exchanges where request_id = $1'
    const { rows } = await world.database.pool.query(stored, [json.requestId])
    expect(rows).toEqual([{ code: 'account_disabled', organisation_id: owner.actor.organisationId }])
  })

  it('a dry run does not judge simulated identities, nor dial for them', async () => {
    const [body] = (await world.bodies('aws-role')) as { awsIam: unknown }[]
    const outbound = world.outbound.length
    const input = { provider: 'aws_iam', identityId: identityOf('aws_iam'), proof: body?.awsIam }
    const { attempts, principal } = await testExtIdentity(input, asOwner)
    expect({ accepted: attempts[0]?.accepted, principal }).toEqual({ accepted: false, principal: null })
    expect(world.outbound).toHaveLength(outbound)
  })

  it('there is no Lab to load or ask, but what is left of it can be removed', async () => {
    expect(await readLab(asOwner)).toBeNull()
    const { json } = await post(
      `${off.url}/api/graphql`,
      { query: '{ lab { started } server { labEnabled } }' },
      { authorization: `Bearer Session ${world.owner.sessionToken}` },
    )
    expect(json.data).toEqual({ lab: null, server: { labEnabled: false } })
    await expect(startLab(asOwner)).rejects.toMatchObject({ code: 'lab_off' })
    await expect(sendPersonaLogin({ personaId: 'aws-role' }, asOwner)).rejects.toMatchObject({ code: 'lab_off' })
    const [body] = await world.bodies('aws-role')
    const aws = asOwner.providers.aws_iam
    await expect(exchange(aws, body, { ...asOwner, actor: { kind: 'anonymous' } })).rejects.toMatchObject({ code: 'login_denied' })
    expect(await removeLab(asOwner)).toMatchObject({ serviceAccounts: 1, identities: 7, apps: 1 })
    expect(await world.count('service_accounts where simulated')).toBe(0)
  })
})
