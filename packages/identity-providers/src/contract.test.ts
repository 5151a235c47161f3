import { type IdentityProvider, type IdentityProviders, isDomainError, providerIds, type Runtime } from '@bonafide/core'
import { signGetCallerIdentity, toEnvelope } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { awsStsEndpoints, providerForms, splitList } from './forms.ts'
import { createIdentityProviders } from './index.ts'
import { createWorld, identity, outcomeOf, type World } from './testing.ts'

const tenantId = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
const oid = '3d6a4adc-4bc3-43f4-8a5b-2238f5eec649'
const lifetimes = { defaultTtlSeconds: 3600, maxTtlSeconds: 86_400 }

/** What one provider needs to be held to the contract: the smallest configuration, and a proof that fits it. */
interface Example {
  config: unknown
  proof(world: World): Promise<unknown>
  /** Somebody whom the configuration does not trust and could. */
  stranger: string
  /** Those who resemble it, and stay strangers when it is admitted. */
  neighbours: string[]
  /** Those whom this configuration can never admit, whatever is added. */
  hopeless: string[]
}

const examples: Record<keyof IdentityProviders, Example> = {
  aws_iam: {
    config: { principals: ['arn:aws:iam::111122223333:role/app'] },
    stranger: 'arn:aws:sts::111122223333:assumed-role/web/i-0abc',
    neighbours: [
      'arn:aws:sts::111122223333:assumed-role/web-admin/i-0abc',
      'arn:aws:sts::111122223333:assumed-role/we/i-0abc',
      'arn:aws:sts::444455556666:assumed-role/web/i-0abc',
      'arn:aws-cn:sts::111122223333:assumed-role/web/i-0abc',
      'arn:aws:iam::111122223333:user/web',
      'arn:aws:iam::111122223333:root',
    ],
    hopeless: ['arn:aws:iam::111122223333:role/web', 'arn:aws:sts::*:assumed-role/web/i-0abc'],
    proof: async ({ sts, runtime }) => {
      const credentials = sts.addRoleSession({ account: '111122223333', roleName: 'app', sessionName: 'i-0abc' })
      return toEnvelope(signGetCallerIdentity({ credentials, region: 'eu-central-1', now: new Date(runtime.now()) }), 'unused').awsIam
    },
  },
  azure_entra: {
    config: { tenantId, allowedServicePrincipalIds: [oid] },
    stranger: `${tenantId}/9e2c1b7a-53f4-4c0e-8f2b-6d3f0a9b7c11`,
    neighbours: [
      `${tenantId}/9e2c1b7a-53f4-4c0e-8f2b-6d3f0a9b7c12`,
      '2b4e28ba-2fa1-41d2-883f-0016d3cca427/9e2c1b7a-53f4-4c0e-8f2b-6d3f0a9b7c11',
    ],
    hopeless: ['2b4e28ba-2fa1-41d2-883f-0016d3cca427/9e2c1b7a-53f4-4c0e-8f2b-6d3f0a9b7c11', `${tenantId}/*`],
    proof: async ({ entra }) => {
      await entra.addTenant(tenantId)
      const token = await entra.issueToken({ tenantId, oid, audience: 'https://management.azure.com/' })
      return { jwt: Buffer.from(token).toString('base64') }
    },
  },
  oidc: {
    config: { issuer: 'https://tokens.example.test', audiences: ['https://secrets.example.test'], subjects: ['job:build'] },
    stranger: 'job:deploy',
    neighbours: ['job:deploy:prod', 'job:Deploy', 'job:deploy2', 'job', 'job:'],
    hopeless: ['job:*', 'job:de\u200bploy'],
    proof: async ({ issuer }) => {
      const token = issuer.issue({ claims: { sub: 'job:build', aud: 'https://secrets.example.test' } })
      return { jwt: Buffer.from(token).toString('base64') }
    },
  },
}

describe.each(providerIds)('%s', (id) => {
  const example = examples[id]
  const provider: IdentityProvider = createIdentityProviders()[id]
  const config = provider.configSchema.parse(example.config)

  test('says who it is', () => {
    expect(provider.form.id).toBe(id)
    for (const text of [provider.form.name, provider.form.description, provider.form.icon]) expect(text).not.toBe('')
    expect(provider.form.defaultTokenName).toMatch(/^[a-z-]+$/)
    expect(provider.path).toMatch(/^[a-z]+(\/[a-z]+)?$/)
    expect(provider.alias).toMatch(/^[a-z-]+$/)
    expect(provider.envelope).toMatch(/^[a-zA-Z]+$/)
  })

  test('has a label, a help and a control for every field of its configuration, and for no other', () => {
    const names = provider.form.fields.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of Object.keys(config as object)) expect(names).toContain(name)
    for (const { label, help, control, options } of provider.form.fields) {
      expect(label).toMatch(/^[A-Z]/)
      expect(help.length).toBeGreaterThan(10)
      expect(options !== undefined).toBe(control === 'select')
    }
    for (const name of names)
      expect(provider.configSchema.safeParse({ ...(example.config as object), [name]: { not: 'this' } }).success).toBe(false)
  })

  test('reads its own configuration again, unchanged', () => {
    expect(provider.configSchema.parse(JSON.parse(JSON.stringify(config)))).toEqual(config)
  })

  test.each([undefined, null, [], '', 1, {}])('does not take %j for a configuration or a proof', (value) => {
    expect(provider.configSchema.safeParse(value).success).toBe(false)
    expect(provider.proofSchema.safeParse(value).success).toBe(false)
  })

  test('does not take a configuration with an unknown field', () => {
    expect(provider.configSchema.safeParse({ ...(example.config as object), trustEverybody: true }).success).toBe(false)
  })

  test('accepts its proof, in eleven steps told in order', async () => {
    const world = createWorld()
    const identities = [identity(provider.configSchema, example.config)]
    const verification = await provider.verify(provider.proofSchema.parse(await example.proof(world)), identities, world.runtime)
    expect(outcomeOf(verification)).toBe('accepted')
    expect(verification.judgements[0]?.steps.map(({ name }) => name)).toEqual([
      'fresh',
      'endpoint_allowed',
      'proof_valid',
      'audience',
      'trust',
    ])
    expect(verification.proofHash).toHaveLength(32)
    expect(verification.proofEndsAt).toBeGreaterThan(world.runtime.now())
    expect(provider.stillTrusts(config, verification.principal?.name ?? '', config)).toBe(true)
    expect(Object.values(verification.principal?.claims ?? {}).every((claim) => typeof claim === 'string')).toBe(true)
  })

  test('never makes more calls for a known account than the platform itself needs, and judges nobody for an unknown one', async () => {
    const world = createWorld()
    const proof = provider.proofSchema.parse(await example.proof(world))
    const identities = [identity(provider.configSchema, example.config)]
    await provider.verify(proof, identities, world.runtime)
    const warm = world.calls.length
    await provider.verify(proof, identities, world.runtime)
    const known = world.calls.length - warm
    expect((await provider.verify(proof, [], world.runtime)).judgements).toEqual([])
    expect(world.calls.length - warm - known).toBe(known)
  })

  test('tells no part of the proof', async () => {
    const world = createWorld()
    const envelope = await example.proof(world)
    const proof = provider.proofSchema.parse(envelope)
    const identities = [identity(provider.configSchema, example.config)]
    const verification = await provider.verify(proof, identities, world.runtime)
    const failing: Runtime['fetch'] = async () => ({ status: 500, headers: {}, body: new TextEncoder().encode('canary') })
    const runtime = { ...world.runtime, fetch: failing }
    const error = await createIdentityProviders()
      [id].verify(proof as never, identities as never, runtime)
      .catch((thrown: unknown) => thrown)
    expect(isDomainError(error)).toBe(true)
    const said = JSON.stringify([verification.judgements, verification.principal, verification.testimony, error, String(error)])
    const secrets = JSON.stringify(proof).match(/[A-Za-z0-9+/_-]{40,}/g) ?? []
    expect(secrets.length).toBeGreaterThan(0)
    for (const secret of [...secrets, 'canary']) expect(said).not.toContain(secret)
  })

  test('N-12 judges again what was vouched for as it judged then, whatever time it is', async () => {
    const world = createWorld()
    const identities = [identity(provider.configSchema, example.config)]
    const { judgements, testimony } = await provider.verify(
      provider.proofSchema.parse(await example.proof(world)),
      identities,
      world.runtime,
    )
    const kept = JSON.parse(JSON.stringify(testimony))
    world.pass(86_400)
    expect(provider.judgeAgain(config, kept)?.map(({ name, status, code }) => [name, status, code])).toEqual(
      judgements[0]?.steps.map(({ name, status, code }) => [name, status, code]),
    )
    expect(provider.reportable(config, kept)).toBe(true)
    expect([provider.judgeAgain(config, {}), provider.reportable(config, {})]).toEqual([null, false])
  })

  test('N-12 keeps nothing of a proof that its platform has not confirmed', async () => {
    const world = createWorld()
    const identities = [identity(provider.configSchema, example.config)]
    const proof = provider.proofSchema.parse(await example.proof(createWorld())) as Record<string, unknown>
    if (typeof proof.token === 'string') proof.token = `${proof.token.slice(0, proof.token.lastIndexOf('.'))}.AAAA`
    const { principal, testimony } = await provider.verify(proof, identities, world.runtime)
    expect([principal, testimony]).toEqual([null, null])
  })

  test('admits exactly the stranger it is asked to, by a change that adds and takes nothing away', () => {
    const admissions = provider.admit(config, example.stranger)
    expect(admissions.length).toBeGreaterThan(0)
    const known = Object.entries(config as Record<string, unknown>)
    for (const { config: after, additions, explanation } of admissions) {
      expect(provider.stillTrusts(config, example.stranger, config)).toBe(false)
      expect(provider.stillTrusts(after, example.stranger, config)).toBe(true)
      for (const neighbour of example.neighbours)
        expect([neighbour, provider.stillTrusts(after, neighbour, config)]).toEqual([neighbour, false])
      expect(provider.configSchema.parse(after)).toEqual(after)
      for (const [name, value] of known) {
        const changed = (after as Record<string, unknown>)[name]
        expect(changed).toEqual(Array.isArray(value) && value.length !== (changed as unknown[]).length ? [...value, ...additions] : value)
      }
      expect(JSON.stringify(additions)).not.toContain('*')
      expect(explanation).toMatch(/\.$/)
      expect(provider.admit(after, example.stranger)).toEqual([])
    }
  })

  test('admits nobody whom it must not, and nobody who makes no sense', () => {
    for (const name of [...example.hopeless, '', '/', '*', 'a'.repeat(5000)])
      expect([name, provider.admit(config, name)]).toEqual([name, []])
  })

  test('can begin with a stranger alone, where its name tells the platform too', () => {
    const [first] = provider.admit(null, example.stranger)
    if (!first) return expect(id).toBe('oidc')
    expect(provider.stillTrusts(first?.config, example.stranger, first?.config)).toBe(true)
    for (const neighbour of example.neighbours) expect(provider.stillTrusts(first?.config, neighbour, first?.config)).toBe(false)
  })

  test('lints and sums up without touching anything', () => {
    const before = JSON.stringify(config)
    expect(provider.lint(config, lifetimes)).toEqual(provider.lint(config, lifetimes))
    for (const finding of provider.lint(config, { ...lifetimes, maxTtlSeconds: 90 * 86_400 })) {
      expect(finding.code).toMatch(/^[a-z_]+$/)
      expect(finding.pointer).toMatch(/^\//)
      expect(finding.message).toMatch(/\.$/)
    }
    expect(provider.summary(config)).not.toContain('\n')
    expect(JSON.stringify(config)).toBe(before)
  })

  test('is the same in the browser', () => {
    const fields = providerForms[id]
    expect([fields.form, fields.configSchema]).toEqual([provider.form, provider.configSchema])
  })
})

test('no two providers share a route or an envelope', () => {
  const all = Object.values<IdentityProvider>(createIdentityProviders())
  for (const name of ['path', 'alias', 'envelope'] as const) expect(new Set(all.map((provider) => provider[name])).size).toBe(all.length)
})

test('R-063 the STS endpoints cover the global host and every partition', () => {
  expect(awsStsEndpoints).toHaveLength(53)
  const regions = awsStsEndpoints.map(({ regionCode }) => regionCode)
  for (const region of ['aws-global', 'us-east-1', 'ap-south-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'])
    expect(regions).toContain(region)
  for (const { endpoint, regionName } of awsStsEndpoints) {
    expect(endpoint).toMatch(/^https:\/\/sts(-fips)?\.[a-z0-9.-]+$/)
    expect(regionName).not.toBe('')
  }
})

test('R-060 a typed list is divided, trimmed and freed of repetitions', () => {
  expect(splitList('a, b')).toEqual(['a', 'b'])
  expect(splitList(' a,,b\n\nc , a,')).toEqual(['a', 'b', 'c'])
  expect(splitList(' , ')).toEqual([])
})
