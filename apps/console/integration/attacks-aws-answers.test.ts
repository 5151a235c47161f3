import type { ServiceAccount } from '@bonafide/core'
import { type AwsPrincipal, type StsMisbehaviour, signGetCallerIdentity, tamper, toEnvelope } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { awsRoute, azureRoute, expectRefusal } from './refusals.ts'
import { azureWorkload } from './workloads.ts'
import { createWorld, post, type World } from './world.ts'

/** What STS may answer (A2), when (A3) and about whom (A4), through the real door. */

let world: World
let account: ServiceAccount
let role: AwsPrincipal

beforeAll(async () => {
  world = await createWorld()
  account = await trusting(['arn:aws:iam::111122223333:role/app'])
  role = world.role()
})
afterAll(() => world.close())

// Each request has a second of its own, since two of one second are byte-identical, and an address of its own, for no rate limit to answer.
let requests = 0
let elsewhere: Record<string, string> = {}
beforeEach(() => {
  world.sts.behave()
  later()
})
function later() {
  world.clock.offsetMs = ++requests * 1000
  elsewhere = { 'x-test-address': `198.51.${Math.floor(requests / 250)}.${requests % 250}` }
}

async function trusting(principals: string[], config: object = {}): Promise<ServiceAccount> {
  const made = await world.account()
  await world.awsIdentity(made.id, { principals, ...config })
  return made
}
const refused = (body: unknown, status: number, code: string, outbound: number, step?: [string, string]) =>
  expectRefusal(world, body, { status, code, outbound, step }, awsRoute, elsewhere)
const accepted = async (body: unknown) => {
  const answer = await post(`${world.node.url}${awsRoute}`, body, elsewhere)
  expect(answer.status, answer.text).toBe(200)
}

describe('what STS says no to is denied, and its words go no further', () => {
  it.each([
    'signature_does_not_match',
    'invalid_client_token_id',
    'expired_token',
    'incomplete_signature',
    { kind: 'error', status: 403, code: 'AccessDenied', message: 'CANARY arn:aws:iam::111122223333:role/app' },
  ] as StsMisbehaviour[])('AWS-37 %j', async (misbehaviour) => {
    world.sts.misbehave(misbehaviour)
    await refused(world.awsBody(role, account.id), 401, 'login_denied', 1)
  })
})

describe('what no careful reader may believe lets nobody in', () => {
  const answers: [string, StsMisbehaviour, number, string, number][] = [
    ['AWS-38', 'throttle_429', 503, 'unavailable', 3],
    ['AWS-38', 'unavailable', 503, 'unavailable', 3],
    ['AWS-39', 'refused', 502, 'upstream_error', 3],
    ['AWS-41', 'empty', 502, 'upstream_error', 1],
    ['AWS-41', 'truncated', 502, 'upstream_error', 1],
    ['AWS-41', 'bom', 502, 'upstream_error', 1],
    ['AWS-41', 'garbage_prefix', 502, 'upstream_error', 1],
    ['AWS-41', 'json', 502, 'upstream_error', 1],
    ['AWS-42', 'two_results', 502, 'upstream_error', 1],
    ['AWS-42', 'two_roots', 502, 'upstream_error', 1],
    ['AWS-45', 'numeric_references', 502, 'upstream_error', 1],
    ['AWS-47', 'bad_user_id', 502, 'upstream_error', 1],
    ['AWS-48', 'wrong_namespace', 502, 'upstream_error', 1],
    ['AWS-48', 'no_namespace', 502, 'upstream_error', 1],
    ['AWS-49', 'arn_five_parts', 502, 'upstream_error', 1],
    ['AWS-49', 'arn_seven_parts', 502, 'upstream_error', 1],
    ['AWS-49', 'assumed_role_without_session', 502, 'upstream_error', 1],
    ['AWS-49', 'empty_arn', 502, 'upstream_error', 1],
    ['AWS-49', 'arn_with_newline', 502, 'upstream_error', 1],
    ['AWS-49', 'arn_with_spaces', 502, 'upstream_error', 1],
    ['AWS-49', 'missing_arn', 502, 'upstream_error', 1],
  ]
  it.each(answers)('%s %s is our %d', async (_, misbehaviour, status, code, outbound) => {
    world.sts.misbehave(misbehaviour)
    await refused(world.awsBody(role, account.id), status, code, outbound)
  })

  it.each([301, 302, 303, 307, 308] as const)('AWS-16 a redirect with %d is not followed', async (status) => {
    world.sts.misbehave({ kind: 'redirect', status, location: 'https://canary.test/' })
    await refused(world.awsBody(role, account.id), 502, 'upstream_error', 1)
    expect(world.outbound.some((url) => url.includes('canary'))).toBe(false)
  })

  it('AWS-40 200 logins that wait for AWS do not slow those of Azure', async () => {
    let speak = () => {}
    const silence = new Promise<void>((resolve) => {
      speak = resolve
    })
    let asked = 0
    world.sts.misbehave(async (request) => {
      asked++
      await silence
      return world.sts.handle(request)
    })
    const azure = await azureWorkload(world, account.id)
    const waiting = Array.from({ length: 200 }, () => {
      later()
      return post(`${world.node.url}${awsRoute}`, world.awsBody(role, account.id), elsewhere)
    })
    while (asked < waiting.length) await new Promise((resolve) => setImmediate(resolve))
    const seen: { status: number; quick: boolean }[] = []
    for (let login = 0; login < 10; login++) {
      later()
      const body = await azure.body()
      const startedAt = performance.now()
      const { status } = await post(`${world.node.url}${azureRoute}`, body, elsewhere)
      seen.push({ status, quick: performance.now() - startedAt < 1000 })
    }
    world.sts.behave()
    speak()
    await Promise.all(waiting)
    expect(seen).toEqual(seen.map(() => ({ status: 200, quick: true })))
  })
})

describe('freshness and binding', () => {
  it.each([
    ['fast', 600_000, 'signature_expired'],
    ['slow', -600_000, 'clock_skew'],
  ])('AWS-64 a clock of ours that is ten minutes %s fails closed', async (_, offset, code) => {
    const body = world.awsBody(role, account.id)
    world.clock.offsetMs += offset
    await refused(body, 401, 'login_denied', 1, ['fresh', code])
  })

  it.each([
    ['twice with different case', (right: string) => ({ 'x-bonafide-server-id': 'wrong', 'X-Bonafide-Server-Id': right })],
    ['as a list', (right: string) => ({ 'X-Bonafide-Server-Id': ['wrong', right] })],
    ['joined', (right: string) => ({ 'X-Bonafide-Server-Id': `${right}, wrong` })],
  ])('AWS-59 a binding %s is none', async (_, change) => {
    const serverId = `bonafide.example;${account.id};${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')}`
    const signed = signGetCallerIdentity({
      credentials: role,
      region: 'eu-central-1',
      now: world.now(),
      variant: 'bonafide-cli',
      serverId,
    })
    const body = toEnvelope(tamper(signed, { headers: change(serverId) }), account.id)
    await refused(body, 401, 'login_denied', 1)
  })

  it('AWS-58 a binding that was not signed is refused', async () => {
    await refused(
      world.awsBody(role, account.id, { unsignedHeaders: { 'X-Bonafide-Server-Id': `bonafide.example;${account.id};x` } }),
      401,
      'login_denied',
      1,
    )
  })
})

describe('who the caller is', () => {
  const number = '111122223333'
  const session = (roleName: string, sessionName = 'x') => world.sts.addRoleSession({ account: number, roleName, sessionName })

  // The caller's own name may come back, so what must not is a stranger's that the identity trusts as well.
  let web: ServiceAccount
  beforeAll(async () => {
    web = await trusting([`arn:aws:iam::${number}:role/web`, `arn:aws:iam::${number}:role/CANARY`])
  })

  it.each([
    ['a user of that name', () => world.sts.addUser({ account: number, userName: 'web' })],
    ['a federated user of that name', () => world.sts.addFederatedUser({ account: number, name: 'web' })],
    ['the root user', () => world.sts.addRoot({ account: number })],
    ['the same name in other case', () => session('Web')],
    ['the role of another account', () => world.sts.addRoleSession({ account: '444455556666', roleName: 'web', sessionName: 'x' })],
    ['AWS-68 a session that is called like the role', () => session('low', 'web')],
  ] as [string, () => AwsPrincipal][])('AWS-67 %s is not the role', async (_, caller) => {
    await refused(world.awsBody(caller(), web.id), 403, 'principal_not_trusted', 1, ['trust', 'principal_not_trusted'])
  })

  it('AWS-66 CTRL a role is trusted with its path in the list, which STS does not tell', async () => {
    const team = await trusting([`arn:aws:iam::${number}:role/team/web`])
    await accepted(world.awsBody(session('web', 'y'), team.id))
    later()
    await refused(world.awsBody(session('team'), team.id), 403, 'principal_not_trusted', 1)
  })

  it('AWS-69 * ends at a slash', async () => {
    const wild = await trusting([`arn:aws:iam::${number}:user/app-*`])
    await accepted(world.awsBody(world.sts.addUser({ account: number, userName: 'app-x' }), wild.id))
    later()
    const evil = world.sts.addUser({ account: number, path: '/app-x/', userName: 'evil' })
    await refused(world.awsBody(evil, wild.id), 403, 'principal_not_trusted', 1)
  })

  it.each(['aws-cn', 'aws-us-gov', 'aws-iso'])('AWS-72 a role of %s is not ours', async (partition) => {
    world.sts.misbehave({ kind: 'identity', identity: { arn: `arn:${partition}:sts::${number}:assumed-role/web/i-0abc` } })
    await refused(world.awsBody(role, web.id), 403, 'principal_not_trusted', 1)
  })

  it('AWS-73 AWS-74 a role that was made again, or whose id only begins alike, is a stranger', async () => {
    const roleId = 'AROAOLDOLDOLDOLDOLDOL'
    const pinned = await trusting([`arn:aws:iam::${number}:role/web`], { principalIds: [roleId] })
    const incarnation = (id: string, sessionName: string) =>
      world.sts.addRoleSession({ account: number, roleName: 'web', sessionName, roleId: id })
    await accepted(world.awsBody(incarnation(roleId, 'old'), pinned.id))
    for (const stranger of [incarnation('AROANEWNEWNEWNEWNEWNE', 'new'), incarnation('AROANEWNEWNEWNEWNEWNE', roleId)]) {
      later()
      await refused(world.awsBody(stranger, pinned.id), 403, 'principal_not_trusted', 1, ['trust', 'principal_recreated'])
    }
    const prefix = await trusting([`arn:aws:iam::${number}:role/web`], { principalIds: [roleId.slice(0, 16)] })
    later()
    await refused(world.awsBody(incarnation(roleId, 'prefix'), prefix.id), 403, 'principal_not_trusted', 1)
  })

  it.each([['*'], ['**'], ['arn:*'], ['arn:aws:iam::*:role/web'], [''], []])(
    'AWS-70 AWS-75 the list %j, written past us, lets nobody in',
    async (...principals) => {
      const broken = await trusting([`arn:aws:iam::${number}:role/web`])
      await world.database.pool.query(
        `update external_identities set config = jsonb_set(config, '{principals}', $2)
       where id = (select external_identity_id from identity_bindings where service_account_id = $1)`,
        [broken.id, JSON.stringify(principals)],
      )
      await refused(world.awsBody(role, broken.id), 401, 'login_denied', 1, ['identity_bound', 'identity_misconfigured'])
    },
  )
})
