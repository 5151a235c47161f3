import { describe, expect, test } from 'vitest'
import { createWorld, outcomeOf } from '../testing.ts'
import { awsIamConfigSchema } from './schema.ts'
import { account, outcome, proofOf, provider, roleArn, trusting, verify, withRole } from './testing.ts'

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
    expect(provider.stillTrusts(config, arn, config)).toBe(true)
    expect(provider.stillTrusts(config, arn.replace('app', 'other'), config)).toBe(false)
    expect(provider.stillTrusts(config, '', config)).toBe(false)
    expect(provider.stillTrusts({ ...config, principalIds: ['AROAOLDOLDOLDOLDOLDOL'] }, arn, config)).toBe(false)
  })
})
