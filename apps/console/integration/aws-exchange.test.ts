import type { ServiceAccount } from '@bonafide/core'
import { deleteExtIdentity, deleteServiceAccount, disableServiceAccount, updateExtIdentity } from '@bonafide/core'
import type { AwsPrincipal, SignerVariant } from '@bonafide/stand-ins'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { awsRoute, expectRefusal, failedStep } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

let world: World
let account: ServiceAccount
let role: AwsPrincipal

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  await world.awsIdentity(account.id)
  role = world.role()
})
afterAll(() => world.close())

// Two requests of one second are byte-identical, as SigV4 has it: each test has a second of its own.
let seconds = 0
beforeEach(() => {
  world.sts.behave()
  world.clock.offsetMs = ++seconds * 1000
})

const send = (body: unknown, route = awsRoute) => post(`${world.node.url}${route}`, body)
const later = () => {
  world.clock.offsetMs = ++seconds * 1000
}

describe('a workload that AWS vouches for', () => {
  it('R-180 R-132: gets a token, and the answer is what existing clients parse', async () => {
    const { status, json } = await send(world.awsBody(role, account.id, { ttl: 900 }))
    expect(status).toBe(200)
    expect(json).toEqual({
      authentication: {
        tokenType: 'ServiceAccount',
        token: expect.stringMatching(/^pss_service:v2:([0-9a-f]{64}:){3}[0-9a-f]{64}$/),
        bearerToken: expect.stringMatching(/^ServiceAccount [0-9a-f]{64}$/),
        TTL: 900,
        maxTTL: 86_400,
      },
    })
    expect(json.authentication.token.split(':')[2]).toBe(json.authentication.bearerToken.split(' ')[1])
  })

  it.each([
    '/identities/external/v1/aws/iam/auth/',
    '/public/identities/external/v1/aws/iam/auth/',
    '/service/identities/external/v1/aws/iam/auth/',
    '/service/public/identities/external/v1/aws/iam/auth/',
    '//service/public/identities/external/v1/aws/iam/auth/',
    '/api/v1/auth/aws-iam',
  ])('is served at %s', async (route) => {
    expect((await send(world.awsBody(role, account.id), route)).status).toBe(200)
  })

  it.each<SignerVariant>(['phase-cli', 'js', 'python-botocore', 'ruby', 'go-array-headers'])('may sign like %s', async (variant) => {
    for (const region of ['eu-central-1', 'us-east-1', 'ap-south-1']) {
      later()
      const answer = await send(world.awsBody(role, account.id, { variant, region }))
      expect(answer.status, answer.text).toBe(200)
    }
  })

  it('R-002 AWS-65: any session of a trusted role may enter, and the row tells who it was', async () => {
    const other = world.role('app', 'i-0def')
    await send(world.awsBody(other, account.id))
    const { rows } = await world.database.pool.query('select principal from exchanges order by id desc limit 1')
    expect(rows[0].principal).toBe('arn:aws:sts::111122223333:assumed-role/app/i-0def')
  })

  it('R-008 D5: the token records the exchange, the identity and the principal that made it', async () => {
    await send(world.awsBody(role, account.id))
    const { rows } = await world.database.pool.query(`
      select t.name, t.principal, e.outcome, e.token_id = t.id as same, i.provider
      from service_account_tokens t join exchanges e on e.id = t.exchange_id join external_identities i on i.id = t.external_identity_id
      order by t.id desc limit 1`)
    expect(rows[0]).toEqual({ name: 'aws-iam', principal: role.arn, outcome: 'accepted', same: true, provider: 'aws_iam' })
  })

  it('D17: costs two database round trips, whatever else is stored', async () => {
    const body = world.awsBody(role, account.id)
    await send(world.awsBody(world.role('app', 'warm'), account.id))
    world.node.statements.length = 0
    expect((await send(body)).status).toBe(200)
    const own = world.node.statements.filter((text) => !text.includes('rate_limit'))
    expect(own).toHaveLength(2)
  })

  it('TOK-02: the database holds no part of the token but its hash', async () => {
    const { json } = await send(world.awsBody(role, account.id))
    const [, , value, , share0, wrapKey] = json.authentication.token.split(':')
    const { rows } = await world.database.pool.query('select t::text as dump from service_account_tokens t')
    const dump = rows.map((row) => row.dump).join('\n')
    for (const part of [value, share0, wrapKey]) {
      expect(dump).not.toContain(part)
      expect(dump).not.toContain(Buffer.from(part, 'hex').toString('base64'))
    }
    expect(world.logged.join('\n')).not.toContain(value)
  })
})

describe('lifetimes', () => {
  it('R-043: without a ttl the default is granted', async () => {
    expect((await send(world.awsBody(role, account.id))).json.authentication.TTL).toBe(3600)
  })

  it('R-130 R-044: exactly what was asked for up to the maximum, and no second more', async () => {
    expect((await send(world.awsBody(role, account.id, { ttl: 86_400 }))).json.authentication.TTL).toBe(86_400)
    later()
    await expectRefusal(world, world.awsBody(role, account.id, { ttl: 86_401 }), {
      status: 400,
      code: 'ttl_exceeds_max',
      outbound: 1,
      step: ['lifetime', 'ttl_exceeds_max'],
    })
  })

  it.each([0, 59, -1, 7_776_001])('TOK-12: ttl %d is refused before anything is dialled', async (ttl) => {
    await expectRefusal(
      world,
      { ...world.awsBody(role, account.id), tokenRequest: { ttl } },
      { status: 400, code: 'ttl_invalid', outbound: 0 },
    )
  })
})

describe('a proof works once', () => {
  it('AWS-53: the second send is denied and recorded as a replay', async () => {
    const body = world.awsBody(role, account.id)
    expect((await send(body)).status).toBe(200)
    await expectRefusal(world, body, { status: 401, code: 'login_denied', outbound: 1, step: ['fresh', 'replayed'] })
  })

  it('AWS-56: still when the purge has run and the window has all but ended', async () => {
    const body = world.awsBody(role, account.id)
    expect((await send(body)).status).toBe(200)
    await world.services.stores.exchanges.purgeProofs(1000)
    world.clock.offsetMs += 59_000
    await expectRefusal(world, body, { status: 401, code: 'login_denied', outbound: 1, step: ['fresh', 'replayed'] })
  })

  it('D7: an identity may allow reuse, because two jobs of one second sign identically', async () => {
    const shared = await world.account()
    await world.awsIdentity(shared.id, { allowReuse: true })
    const body = world.awsBody(role, shared.id)
    expect((await send(body)).status).toBe(200)
    expect((await send(body)).status).toBe(200)
  })
})

describe('freshness', () => {
  it.each([
    [-61, false],
    [-58, true],
    [29, true],
    [31, false],
  ])('AWS-51 R-061: signed %d s from now: accepted %s', async (offset, accepted) => {
    const signedAt = new Date(world.clock.now() + offset * 1000)
    const body = world.awsBody(role, account.id, { now: signedAt })
    if (accepted) expect((await send(body)).status).toBe(200)
    else
      await expectRefusal(world, body, {
        status: 401,
        code: 'login_denied',
        outbound: 1,
        step: ['fresh', offset < 0 ? 'signature_expired' : 'clock_skew'],
      })
  })
})

describe('who is not let in', () => {
  it('R-189: another role of the account is told who it is, and nothing of whom we trust', async () => {
    const other = world.role('other')
    const body = world.awsBody(other, account.id)
    const answer = await expectRefusal(world, body, {
      status: 403,
      code: 'principal_not_trusted',
      outbound: 1,
      step: ['trust', 'principal_not_trusted'],
    })
    expect(answer.json.caller.principal).toBe(other.arn)
    const { rows } = await world.database.pool.query('select steps from exchanges where request_id = $1', [answer.json.requestId])
    const trust = rows[0].steps.find((step: { name: string }) => step.name === 'trust')
    expect(trust.received).toContain('assumed-role/other')
    expect(trust.expected).toContain('role/app')
  })

  it('a wrong secret key is denied by STS', async () => {
    const forged = { ...role, secretAccessKey: 'x'.repeat(40) }
    await expectRefusal(world, world.awsBody(forged, account.id), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
      step: ['proof_valid', 'signature_invalid'],
    })
  })

  it('R-187 R-188 TOK-19: every refusal before trust looks the same to the byte but for the request id', async () => {
    const bare = await world.account()
    const disabled = await world.account()
    await world.awsIdentity(disabled.id)
    await disableServiceAccount({ id: disabled.id }, world.owner.context)
    const deleted = await world.account()
    await world.awsIdentity(deleted.id)
    await deleteServiceAccount({ id: deleted.id }, world.owner.context)
    const asleep = await world.account()
    const identity = await world.awsIdentity(asleep.id)
    await updateExtIdentity({ id: identity.id, enabled: false }, world.owner.context)

    const forged = { ...role, secretAccessKey: 'x'.repeat(40) }
    const cases = [
      [world.awsBody(role, '0190a5b0-7b1c-7000-8000-000000000001'), null],
      [world.awsBody(role, bare.id), ['identity_bound', 'no_identity_bound']],
      [world.awsBody(role, disabled.id), ['account_usable', 'account_disabled']],
      [world.awsBody(role, deleted.id), null],
      [world.awsBody(role, asleep.id), ['identity_bound', 'identity_disabled']],
      [world.awsBody(forged, account.id), ['proof_valid', 'signature_invalid']],
    ] as const
    const answers = []
    for (const [body, step] of cases) {
      const sent = world.outbound.length
      const answer = await expectRefusal(world, body, { status: 401, code: 'login_denied', outbound: 1 })
      // STS is asked in every case: time tells nothing either.
      expect(world.outbound.length - sent).toBe(1)
      if (step) expect(await failedStep(world, answer.json.requestId)).toEqual(step)
      const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
      answers.push(JSON.stringify([answer.text.replace(answer.json.requestId, ''), headers]))
    }
    expect(new Set(answers).size).toBe(1)
  })

  it('R-020 R-188: an account without server-side keys cannot be logged in to', async () => {
    const keyless = await world.account()
    await world.awsIdentity(keyless.id)
    await world.database.pool.query('update service_accounts set server_wrapped_keyring = null where id = $1', [keyless.id])
    await expectRefusal(world, world.awsBody(role, keyless.id), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
      step: ['account_usable', 'server_keys_required'],
    })
  })

  it('R-186: an identity that pins an endpoint refuses signatures for another', async () => {
    const pinned = await world.account()
    await world.awsIdentity(pinned.id, { stsEndpoint: 'https://sts.us-east-1.amazonaws.com' })
    await expectRefusal(world, world.awsBody(role, pinned.id), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
      step: ['endpoint_allowed', 'sts_endpoint_mismatch'],
    })
    later()
    expect((await send(world.awsBody(role, pinned.id, { region: 'us-east-1', variant: 'js' }))).status).toBe(200)
  })

  it('AWS-70: a trust that could never be saved but stands in the database lets nobody in', async () => {
    const broken = await world.account()
    const identity = await world.awsIdentity(broken.id)
    await world.database.pool.query(`update external_identities set config = '{"principals":["*"]}' where id = $1`, [identity.id])
    await expectRefusal(world, world.awsBody(role, broken.id), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
      step: ['identity_bound', 'identity_misconfigured'],
    })
  })

  it('AWS-57: a signature expiry that could never be saved fails closed', async () => {
    const broken = await world.account()
    const identity = await world.awsIdentity(broken.id)
    await world.database.pool.query(
      `update external_identities set config = jsonb_set(config, '{signatureExpirySeconds}', '1000000000') where id = $1`,
      [identity.id],
    )
    await expectRefusal(world, world.awsBody(role, broken.id), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
      step: ['identity_bound', 'identity_misconfigured'],
    })
  })
})

describe('the server binding', () => {
  const bound = (accountId: string, host = 'bonafide.example') =>
    `${host};${accountId};${Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')}`

  it('AWS-58 N-09: our own client binds its proof to this server and account', async () => {
    const strict = await world.account()
    await world.awsIdentity(strict.id, { requireServerBinding: true })
    expect((await send(world.awsBody(role, strict.id, { variant: 'bonafide-cli', serverId: bound(strict.id) }))).status).toBe(200)
    later()
    await expectRefusal(world, world.awsBody(role, strict.id), { status: 401, code: 'login_denied', outbound: 1 })
  })

  it.each([
    ['of another deployment', () => bound(account.id, 'staging.example')],
    ['of another account', () => bound('0190a5b0-7b1c-7000-8000-000000000001')],
  ])('AWS-58: a binding %s is refused even where none is required', async (_, serverId) => {
    await expectRefusal(world, world.awsBody(role, account.id, { variant: 'bonafide-cli', serverId: serverId() }), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
    })
  })
})

describe('several identities', () => {
  it('AWS-76 R-191: the one that fits is used, with its own lifetimes', async () => {
    const many = await world.account()
    await world.awsIdentity(many.id, { principals: ['arn:aws:iam::111122223333:role/first'] }, { defaultTtlSeconds: 60 })
    await world.awsIdentity(many.id, {}, { defaultTtlSeconds: 600, tokenName: 'second' })
    expect((await send(world.awsBody(role, many.id))).json.authentication.TTL).toBe(600)
    later()
    await expectRefusal(world, world.awsBody(world.role('third'), many.id), { status: 403, code: 'principal_not_trusted', outbound: 1 })
  })
})

describe('when AWS does not answer as it should', () => {
  it.each([
    ['AWS-38', 'throttle', 503, 'unavailable', 3],
    ['AWS-39', 'internal', 502, 'upstream_error', 3],
    ['AWS-39', 'reset', 502, 'upstream_error', 3],
    ['AWS-41', 'html', 502, 'upstream_error', 1],
    ['AWS-42', 'two_arns', 502, 'upstream_error', 1],
    ['AWS-44', 'doctype_entity', 502, 'upstream_error', 1],
    ['AWS-45', 'huge', 502, 'upstream_error', 1],
    ['AWS-47', 'account_mismatch', 502, 'upstream_error', 1],
  ] as const)('%s: %s is our %d, and nobody is let in', async (_, misbehaviour, status, code, outbound) => {
    world.sts.misbehave(misbehaviour)
    const answer = await expectRefusal(world, world.awsBody(role, account.id), { status, code, outbound })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('AWS-16: a redirect is not followed', async () => {
    world.sts.misbehave({ kind: 'redirect', status: 307, location: 'http://169.254.169.254/' })
    await expectRefusal(world, world.awsBody(role, account.id), { status: 502, code: 'upstream_error', outbound: 1 })
    expect(world.outbound.some((url) => url.includes('169.254'))).toBe(false)
  })

  it('AWS-40: silence ends at a total deadline', async () => {
    world.sts.misbehave('hang')
    await expectRefusal(world, world.awsBody(role, account.id), { status: 504, code: 'upstream_timeout', outbound: 1 })
  })
})

describe('what cannot be read', () => {
  it('R-181 R-182: neither JSON nor an envelope', async () => {
    for (const body of ['{', '', '[]', 'null', '"x"', '{"account":{}}']) {
      const response = await fetch(`${world.node.url}${awsRoute}`, { method: 'POST', body })
      expect(response.status, body).toBe(400)
    }
  })

  it('R-183 R-184: a missing account id or date is malformed, and nothing is dialled', async () => {
    const body = world.awsBody(role, account.id) as Record<string, unknown>
    await expectRefusal(world, { ...body, account: { type: 'service' } }, { status: 400, code: 'malformed_request', outbound: 0 })
    const headers = Buffer.from(JSON.stringify({ Authorization: 'x' })).toString('base64')
    const awsIam = { ...(body.awsIam as object), httpRequestHeaders: headers }
    await expectRefusal(
      world,
      { ...body, awsIam },
      { status: 400, code: 'malformed_request', outbound: 0, step: ['request_readable', 'malformed_request'] },
    )
  })

  it('R-153: anything but POST is not allowed', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(`${world.node.url}${awsRoute}`, { method })
      expect(response.status).toBe(405)
    }
  })

  it('OPS-22: a body over the limit is refused', async () => {
    const response = await fetch(`${world.node.url}${awsRoute}`, { method: 'POST', body: JSON.stringify({ padding: 'x'.repeat(100_000) }) })
    expect(response.status).toBe(413)
  })
})

describe('trust that ends', () => {
  it('TOK-10: tokens of a principal that an edit no longer trusts are revoked, those of others live on', async () => {
    const shared = await world.account()
    const identity = await world.awsIdentity(shared.id, {
      principals: ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:role/stays'],
    })
    await send(world.awsBody(role, shared.id))
    await send(world.awsBody(world.role('stays'), shared.id))
    await updateExtIdentity({ id: identity.id, config: { principals: ['arn:aws:iam::111122223333:role/stays'] } }, world.owner.context)
    const { rows } = await world.database.pool.query(
      'select principal, revoked_at is not null as revoked from service_account_tokens where external_identity_id = $1 order by id',
      [identity.id],
    )
    expect(rows.map((row) => row.revoked)).toEqual([true, false])
  })

  it('AWS-77: an identity deleted while STS is being asked mints nothing', async () => {
    const racing = await world.account()
    const identity = await world.awsIdentity(racing.id)
    world.sts.misbehave(async (request) => {
      world.sts.behave()
      await deleteExtIdentity({ id: identity.id }, world.owner.context)
      return world.sts.handle(request)
    })
    await expectRefusal(world, world.awsBody(role, racing.id), {
      status: 401,
      code: 'login_denied',
      outbound: 1,
      step: ['identity_bound', 'identity_disabled'],
    })
  })
})
