import type { ParsedIdentity } from '@bonafide/core'
import { type AwsPrincipal, type SignOptions, type StsMisbehaviour, signGetCallerIdentity, tamper, toEnvelope } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { createWorld, identity, outcomeOf, type World } from '../testing.ts'
import { createAwsIamProvider } from './provider.ts'
import { type AwsIamConfig, awsIamConfigSchema } from './schema.ts'

const provider = createAwsIamProvider({ delay: async () => {} })
const account = '111122223333'
const roleArn = `arn:aws:iam::${account}:role/app`

const trusting = (config: Partial<AwsIamConfig> = {}) => identity(awsIamConfigSchema, { principals: [roleArn], ...config })
const withRole = (world: World, roleName = 'app', roleId?: string) =>
  world.sts.addRoleSession({ account, roleName, sessionName: 'i-0abc', roleId })

function proofOf(world: World, credentials: AwsPrincipal, options: Partial<SignOptions> = {}) {
  return signGetCallerIdentity({ credentials, region: 'eu-central-1', now: new Date(world.runtime.now()), ...options })
}
type Signed = ReturnType<typeof proofOf>

const verify = (world: World, signed: Signed, identities: ParsedIdentity<AwsIamConfig>[] = [trusting()]) =>
  provider.verify(provider.proofSchema.parse(toEnvelope(signed, 'unused').awsIam), identities, world.runtime)

async function outcome(world: World, signed: Signed, config: Partial<AwsIamConfig> = {}) {
  return outcomeOf(await verify(world, signed, [trusting(config)]))
}

describe('what reaches STS', () => {
  test.each(['phase-cli', 'js', 'python-botocore', 'ruby', 'go-array-headers'] as const)(
    'R-180 a request of %s is accepted',
    async (variant) => {
      const world = createWorld()
      const verification = await verify(world, proofOf(world, withRole(world), { variant }))
      expect(outcomeOf(verification)).toBe('accepted')
      expect(world.calls).toEqual(['sts.eu-central-1.amazonaws.com'])
    },
  )

  test('R-180 a long-lived key of a user is accepted at the global endpoint', async () => {
    const world = createWorld()
    const ada = world.sts.addUser({ account, userName: 'ada' })
    expect(await outcome(world, proofOf(world, ada, { region: 'us-east-1' }), { principals: [`arn:aws:iam::${account}:user/ada`] })).toBe(
      'accepted',
    )
    expect(world.calls).toEqual(['sts.amazonaws.com'])
  })

  test('AWS-02 AWS-10 AWS-27 only our own headers and those that were signed are sent', async () => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world), {
      unsignedHeaders: { Accept: 'application/json', Connection: 'close', 'X-Forwarded-Host': 'evil.test' },
    })
    expect(await outcome(world, signed)).toBe('accepted')
    const [request] = world.sts.requests
    expect(request?.method).toBe('POST')
    expect(request?.url).toBe('https://sts.eu-central-1.amazonaws.com/')
    expect(request?.body).toBe('Action=GetCallerIdentity&Version=2011-06-15')
    expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
      'accept',
      'authorization',
      'content-type',
      'x-amz-date',
      'x-amz-security-token',
    ])
    expect(request?.headers.accept).toBe('application/xml')
  })

  test.each(['1', '9999'])('AWS-28 a Content-Length of %s is ignored', async (length) => {
    const world = createWorld()
    expect(await outcome(world, proofOf(world, withRole(world), { unsignedHeaders: { 'Content-Length': length } }))).toBe('accepted')
  })

  test('unknown accounts cost the same one call as known ones, and stale requests too', async () => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world))
    expect((await verify(world, signed, [])).judgements).toEqual([])
    await verify(world, signed, [trusting()])
    await verify(world, signed, [trusting(), trusting({ principals: [`arn:aws:iam::${account}:role/other`] })])
    world.pass(600)
    await verify(world, signed)
    expect(world.calls).toHaveLength(4)
  })
})

describe('what STS answers', () => {
  test.each([
    ['signature_does_not_match', 'signature_invalid'],
    ['invalid_client_token_id', 'sts_rejected'],
    ['expired_token', 'token_expired'],
    ['incomplete_signature', 'sts_rejected'],
    ['access_denied', 'sts_rejected'],
  ] as const)('AWS-37 %s refuses the proof', async (misbehaviour, code) => {
    const world = createWorld()
    world.sts.misbehave(misbehaviour)
    const verification = await verify(world, proofOf(world, withRole(world)))
    expect(verification.principal).toBeNull()
    expect(outcomeOf(verification)).toBe(code)
    expect(JSON.stringify(verification)).not.toContain('does not match.')
  })

  test('AWS-37 a tampered signature, an unknown key and a stolen key id are refused', async () => {
    const world = createWorld()
    const role = withRole(world)
    const signed = proofOf(world, role)
    const authorization = String(signed.headers.Authorization)
    const flipped = authorization.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'))
    expect(await outcome(world, tamper(signed, { headers: { Authorization: flipped } }))).toBe('signature_invalid')
    expect(await outcome(world, proofOf(world, { ...role, secretAccessKey: 'guessed' }))).toBe('signature_invalid')
    expect(await outcome(world, proofOf(world, { ...role, accessKeyId: 'ASIAZZZZZZZZZZZZZZZZ' }))).toBe('sts_rejected')
  })

  test.each(['throttle', 'throttle_429', 'unavailable'] as const)(
    'AWS-38 %s asks for patience after two more attempts',
    async (misbehaviour) => {
      const world = createWorld()
      world.sts.misbehave(misbehaviour)
      await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({
        code: 'unavailable',
        retryAfterSeconds: expect.any(Number),
      })
      expect(world.calls).toHaveLength(3)
    },
  )

  test('AWS-38 a request that is throttled once is answered', async () => {
    const world = createWorld()
    world.sts.misbehave('throttle', { times: 1 })
    expect(await outcome(world, proofOf(world, withRole(world)))).toBe('accepted')
  })

  test.each(['internal', 'refused', 'reset'] as const)('AWS-39 %s is an upstream error', async (misbehaviour) => {
    const world = createWorld()
    world.sts.misbehave(misbehaviour)
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_error' })
    expect(world.calls).toHaveLength(1)
  })

  test.each(['hang', 'drip'] as const)('AWS-40 %s ends at the deadline', async (misbehaviour) => {
    const world = createWorld()
    world.patienceMilliseconds = 50
    world.sts.misbehave(misbehaviour)
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_timeout' })
  })

  test('AWS-40 AWS-45 STS is given five seconds and 64 KB, retries included', async () => {
    const world = createWorld()
    const asked: unknown[] = []
    const runtime = {
      ...world.runtime,
      fetch: (url: string, init = {}) => (asked.push(init), world.pass(3), world.runtime.fetch(url, init)),
    }
    world.sts.misbehave('throttle', { times: 1 })
    const proof = provider.proofSchema.parse(toEnvelope(proofOf(world, withRole(world)), 'unused').awsIam)
    await provider.verify(proof, [], runtime)
    expect(asked).toMatchObject([{ timeoutMs: 5000, maxBytes: 65_536 }, { timeoutMs: 2000 }])
  })

  const contentFaults: [string, StsMisbehaviour][] = [
    ['AWS-41', 'empty'],
    ['AWS-41', 'truncated'],
    ['AWS-41', 'html'],
    ['AWS-41', 'bom'],
    ['AWS-41', 'garbage'],
    ['AWS-41', 'garbage_prefix'],
    ['AWS-42', 'two_arns'],
    ['AWS-42', 'two_results'],
    ['AWS-42', 'two_roots'],
    ['AWS-44', 'doctype_entity'],
    ['AWS-45', 'numeric_references'],
    ['AWS-45', 'huge'],
    ['AWS-45', 'gzip_bomb'],
    ['AWS-45', 'stacked_encodings'],
    ['AWS-47', 'account_mismatch'],
    ['AWS-47', 'bad_user_id'],
    ['AWS-48', 'wrong_namespace'],
    ['AWS-48', 'no_namespace'],
    ['AWS-49', 'arn_five_parts'],
    ['AWS-49', 'arn_seven_parts'],
    ['AWS-49', 'assumed_role_without_session'],
    ['AWS-49', 'empty_arn'],
    ['AWS-49', 'arn_with_newline'],
    ['AWS-49', 'arn_with_spaces'],
    ['AWS-49', 'missing_arn'],
    ['AWS-02', 'json'],
  ]
  test.each(contentFaults)('%s %s is not believed', async (_, misbehaviour) => {
    const world = createWorld()
    world.sts.misbehave(misbehaviour)
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_error' })
    expect(world.calls).toHaveLength(1)
  })

  test.each([301, 302, 303, 307, 308] as const)('AWS-16 a redirect by %i is not followed', async (status) => {
    const world = createWorld()
    world.sts.misbehave({ kind: 'redirect', status, location: 'http://169.254.169.254/' })
    await expect(verify(world, proofOf(world, withRole(world)))).rejects.toMatchObject({ code: 'upstream_error' })
    expect(world.calls).toEqual(['sts.eu-central-1.amazonaws.com'])
  })

  test('AWS-16 a redirect that the network layer lets through is not believed either', async () => {
    const world = createWorld()
    const runtime = { ...world.runtime, fetch: async () => ({ status: 307, headers: {}, body: new Uint8Array() }) }
    const proof = provider.proofSchema.parse(toEnvelope(proofOf(world, withRole(world)), 'unused').awsIam)
    await expect(provider.verify(proof, [trusting()], runtime)).rejects.toMatchObject({ code: 'upstream_error' })
  })

  test('an error says nothing of what STS said, nor of whom we trust', async () => {
    const canary = 'canary-3b1f'
    for (const status of [200, 403, 500]) {
      const world = createWorld()
      world.sts.misbehave({ kind: 'body', status, body: `<x>${canary}</x>` })
      const error = await verify(world, proofOf(world, withRole(world))).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'upstream_error' })
      expect(JSON.stringify(error) + String(error)).not.toMatch(/canary|role\/app|AWS4/)
    }
  })
})

describe('freshness and binding', () => {
  test.each([
    [61, 'signature_expired'],
    [60, 'accepted'],
    [59, 'accepted'],
    [-29, 'accepted'],
    [-31, 'clock_skew'],
  ])('AWS-51 R-061 a request signed %i s ago: %s', async (ageSeconds, expected) => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world), { now: new Date(world.runtime.now() - ageSeconds * 1000) })
    expect(await outcome(world, signed)).toBe(expected)
  })

  test('AWS-53 the same request has the same hash however it is written down, another one another', async () => {
    const world = createWorld()
    const role = withRole(world)
    const signed = proofOf(world, role)
    const { Authorization, ...others } = signed.headers
    const rewritten = {
      ...signed,
      url: `${signed.url}/`,
      headers: { authorization: [String(Authorization).replaceAll(', ', ',')], ...others },
    }
    const first = await verify(world, signed)
    expect(first.proofHash).toHaveLength(32)
    expect((await verify(world, rewritten)).proofHash).toEqual(first.proofHash)
    world.pass(1)
    expect((await verify(world, proofOf(world, role))).proofHash).not.toEqual(first.proofHash)
  })

  test('AWS-56 a used request is remembered longer than any identity would accept it', async () => {
    const world = createWorld()
    const { proofEndsAt } = await verify(world, proofOf(world, withRole(world)))
    expect(proofEndsAt - world.runtime.now()).toBe((900 + 60) * 1000)
  })

  test.each([0, -1, 86_400, '60', 1e9, null, 60.5, Number.NaN])(
    'AWS-57 a signature expiry of %j cannot be saved',
    (signatureExpirySeconds) => {
      expect(awsIamConfigSchema.safeParse({ principals: [roleArn], signatureExpirySeconds }).success).toBe(false)
    },
  )

  const bound = (world: World, changes: Partial<SignOptions> = {}) => {
    const { serverHost, serviceAccountId } = world.runtime
    return proofOf(world, withRole(world), { serverId: `${serverHost};${serviceAccountId};${'n'.repeat(22)}`, ...changes })
  }

  test('AWS-58 without the requirement: none is fine, a right one is fine', async () => {
    const world = createWorld()
    expect(await outcome(world, proofOf(world, withRole(world)))).toBe('accepted')
    expect(await outcome(world, bound(world))).toBe('accepted')
  })

  test('AWS-58 with the requirement: none is refused, a right one is fine', async () => {
    const world = createWorld()
    expect(await outcome(world, proofOf(world, withRole(world)), { requireServerBinding: true })).toBe('server_binding_missing')
    expect(await outcome(world, bound(world), { requireServerBinding: true })).toBe('accepted')
  })

  test.each([true, false])('AWS-58 a wrong, foreign or unsigned binding is refused (required: %s)', async (requireServerBinding) => {
    const world = createWorld()
    const { serverHost, serviceAccountId } = world.runtime
    const nonce = 'n'.repeat(22)
    const wrong = [
      'x',
      `staging.example.test;${serviceAccountId};${nonce}`,
      `${serverHost};other;${nonce}`,
      `${serverHost};${serviceAccountId};`,
      `${serverHost};${serviceAccountId};${nonce}x`,
    ]
    for (const serverId of wrong)
      expect(await outcome(world, bound(world, { serverId }), { requireServerBinding })).toBe('server_binding_mismatch')
    const right = `${serverHost};${serviceAccountId};${nonce}`
    const unsigned = proofOf(world, withRole(world), { unsignedHeaders: { 'X-Bonafide-Server-Id': right } })
    expect(await outcome(world, unsigned, { requireServerBinding })).toBe('server_binding_mismatch')
  })

  test('AWS-59 two bindings are no binding, in whatever form', async () => {
    const world = createWorld()
    const signed = bound(world, { variant: 'bonafide-cli' })
    const right = String(signed.headers['X-Bonafide-Server-Id'])
    const twice = [
      { 'x-bonafide-server-id': 'wrong' },
      { 'X-Bonafide-Server-Id': ['wrong', right] },
      { 'X-Bonafide-Server-Id': `${right}, wrong` },
    ]
    for (const headers of twice) expect(await outcome(world, tamper(signed, { headers }))).toBe('server_binding_mismatch')
  })

  test.each([
    [600, 'signature_expired'],
    [-600, 'clock_skew'],
  ])('AWS-64 a clock that is off by %i s refuses', async (seconds, expected) => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world))
    const runtime = { ...world.runtime, now: () => world.runtime.now() + seconds * 1000 }
    const proof = provider.proofSchema.parse(toEnvelope(signed, 'unused').awsIam)
    expect(outcomeOf(await provider.verify(proof, [trusting()], runtime))).toBe(expected)
  })
})

describe('endpoints', () => {
  test('R-062 any endpoint of the partition is accepted by default', async () => {
    for (const region of ['us-east-1', 'ap-south-1', 'sa-east-1']) {
      const world = createWorld()
      expect(await outcome(world, proofOf(world, withRole(world), { region }))).toBe('accepted')
    }
  })

  test('AWS-19 R-186 a pinned endpoint is the only one', async () => {
    const world = createWorld()
    const pinned = { stsEndpoint: 'https://sts.us-east-1.amazonaws.com' }
    const verification = await verify(world, proofOf(world, withRole(world), { region: 'ap-south-1' }), [trusting(pinned)])
    expect(outcomeOf(verification)).toBe('sts_endpoint_mismatch')
    expect(verification.judgements[0]?.steps[1]).toMatchObject({
      expected: 'sts.us-east-1.amazonaws.com',
      received: 'sts.ap-south-1.amazonaws.com',
    })
    expect(
      await outcome(world, proofOf(world, withRole(world), { region: 'us-east-1', host: 'sts.us-east-1.amazonaws.com' }), pinned),
    ).toBe('accepted')
  })

  test('AWS-19 an identity of GovCloud does not listen to commercial endpoints', async () => {
    const world = createWorld()
    const config = { principals: [`arn:aws-us-gov:iam::${account}:role/app`], stsEndpoint: 'https://sts.us-gov-west-1.amazonaws.com' }
    expect(await outcome(world, proofOf(world, withRole(world)), config)).toBe('sts_endpoint_mismatch')
  })

  test.each([
    'http://sts.amazonaws.com',
    'https://169.254.169.254',
    'https://[::ffff:169.254.169.254]',
    'https://2130706433',
    'https://127.1',
    'https://localhost:5432',
    'https://sts.amazonaws.com/extra',
    'https://sts.amazonaws.com/',
    '',
    'https://sts.cn-north-1.amazonaws.com.cn',
  ])('AWS-17 the endpoint %j cannot be saved', (stsEndpoint) => {
    expect(awsIamConfigSchema.safeParse({ principals: [roleArn], stsEndpoint }).success).toBe(false)
  })
})

describe('trust', () => {
  test('AWS-65 both forms of a role are told', async () => {
    const world = createWorld()
    const { principal } = await verify(world, proofOf(world, withRole(world)))
    const arn = `arn:aws:sts::${account}:assumed-role/app/i-0abc`
    expect(principal).toMatchObject({ name: arn, claims: { arn, account, roleArn } })
    expect(principal?.claims.userId).toMatch(/^AROA[A-Z2-7]+:i-0abc$/)
  })

  test('R-189 a stranger is vouched for, and not trusted', async () => {
    const world = createWorld()
    const verification = await verify(world, proofOf(world, withRole(world, 'other')))
    expect(outcomeOf(verification)).toBe('principal_not_trusted')
    expect(verification.principal?.name).toContain('assumed-role/other')
    expect(verification.judgements[0]?.steps.at(-1)).toMatchObject({ expected: roleArn, received: verification.principal?.name })
  })

  test.each(['aws-cn', 'aws-us-gov', 'aws-iso'])('AWS-72 a role of %s does not pass for one of aws', async (partition) => {
    const world = createWorld()
    world.sts.misbehave({ kind: 'identity', identity: { arn: `arn:${partition}:sts::${account}:assumed-role/app/i-0abc` } })
    expect(await outcome(world, proofOf(world, withRole(world)))).toBe('principal_not_trusted')
  })

  test('AWS-73 a role that was made again under its name is a stranger', async () => {
    const world = createWorld()
    const principalIds = ['AROAOLDOLDOLDOLDOLDOL']
    const again = await verify(world, proofOf(world, withRole(world, 'app', 'AROANEWNEWNEWNEWNEWNE')), [trusting({ principalIds })])
    expect(outcomeOf(again)).toBe('principal_recreated')
    expect(await outcome(world, proofOf(world, withRole(world, 'app', 'AROAOLDOLDOLDOLDOLDOL')), { principalIds })).toBe('accepted')
  })

  test('AWS-74 a pinned id must be the whole id', async () => {
    const world = createWorld()
    const principalIds = ['AROAOLDOLDOLDOLD']
    expect(await outcome(world, proofOf(world, withRole(world, 'app', 'AROAOLDOLDOLDOLDOLDOL')), { principalIds })).toBe(
      'principal_recreated',
    )
    const imitator = world.sts.addRoleSession({ account, roleName: 'app', sessionName: 'AROAOLDOLDOLDOLD' })
    expect(await outcome(world, proofOf(world, imitator), { principalIds })).toBe('principal_recreated')
    expect(awsIamConfigSchema.safeParse({ principals: [roleArn], principalIds: ['aroaoldoldoldold'] }).success).toBe(false)
  })

  test('AWS-75 a trust list holds no empty pattern and is never empty', () => {
    const other = `arn:aws:iam::${account}:user/ada`
    expect(awsIamConfigSchema.parse({ principals: [` ${roleArn}\n`, roleArn, other] }).principals).toEqual([roleArn, other])
    for (const principals of [
      [],
      [''],
      [' '],
      [roleArn, ''],
      `${roleArn},,${other},`,
      null,
      Array.from({ length: 101 }, (_, index) => `${roleArn}${index}`),
    ]) {
      expect(awsIamConfigSchema.safeParse({ principals }).success).toBe(false)
    }
  })

  test('AWS-70 a pattern that was written into the database trusts nobody', async () => {
    const world = createWorld()
    const smuggled = {
      ...trusting(),
      config: {
        ...trusting().config,
        principals: ['*', 'arn:*', `arn:aws:iam::*:role/app`, `arn:aws:sts::${account}:assumed-role/*/i-0abc`, ''],
      },
    }
    const verification = await verify(world, proofOf(world, withRole(world)), [smuggled])
    expect(verification.judgements[0]?.steps.at(-1)).toMatchObject({ status: 'failed', code: 'principal_not_trusted' })
  })

  test('AWS-76 each identity is judged by itself', async () => {
    const world = createWorld()
    const first = trusting({ stsEndpoint: 'https://sts.us-east-1.amazonaws.com', principals: [`arn:aws:iam::${account}:role/other`] })
    const second = trusting()
    const verification = await verify(world, proofOf(world, withRole(world)), [first, second])
    expect([outcomeOf(verification, 0), outcomeOf(verification, 1)]).toEqual(['sts_endpoint_mismatch', 'accepted'])
    expect(verification.judgements.map(({ identityId }) => identityId)).toEqual([first.id, second.id])
    const neither = await verify(world, proofOf(world, withRole(world, 'third')), [first, second])
    expect([outcomeOf(neither, 0), outcomeOf(neither, 1)]).toEqual(['sts_endpoint_mismatch', 'principal_not_trusted'])
  })

  test('what a stale request would have been is told all the same', async () => {
    const world = createWorld()
    const signed = proofOf(world, withRole(world))
    world.pass(120)
    const { judgements } = await verify(world, signed)
    expect(judgements[0]?.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'fresh failed',
      'endpoint_allowed passed',
      'proof_valid passed',
      'audience skipped',
      'trust passed',
    ])
  })

  test('live tokens outlast a change only while their principal is trusted', () => {
    const { config } = trusting()
    const arn = `arn:aws:sts::${account}:assumed-role/app/i-0abc`
    expect(provider.stillTrusts(config, arn)).toBe(true)
    expect(provider.stillTrusts(config, arn.replace('app', 'other'))).toBe(false)
    expect(provider.stillTrusts(config, '')).toBe(false)
    expect(provider.stillTrusts({ ...config, principalIds: ['AROAOLDOLDOLDOLDOLDOL'] }, arn)).toBe(false)
  })
})
