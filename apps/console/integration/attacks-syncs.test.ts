// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how references are written
import { execFileSync } from 'node:child_process'
import {
  createSecrets,
  createServiceAccount,
  createSync,
  grantAccountAccess,
  listSyncs,
  planSync,
  readSync,
  setMemberAccess,
  updateSync,
} from '@bonafide/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { code, createPlannedSyncs, type PlannedSyncs, sentence } from './planned-syncs.ts'
import { region } from './sync-world.ts'
import { type Member, random } from './world.ts'

let world: PlannedSyncs
const owner = () => world.owner.context

beforeAll(async () => {
  world = await createPlannedSyncs()
}, 60_000)
afterAll(() => world?.close())

const fieldsOf = (refused: Promise<unknown>) =>
  refused.then(
    () => [],
    (error: { fields?: { pointer: string }[] }) => error.fields?.map(({ pointer }) => pointer),
  )

describe('SEC-18: a name that AWS would take as something else', () => {
  it.each([
    ['climbs', '../prod'],
    ['climbs inside', 'a/../b'],
    ['begins with a slash', '/prod'],
    ['ends with one', 'prod/'],
    ['has an empty part', 'a//b'],
    ['has a blank', 'my secret'],
    ['has a wildcard', 'prod*'],
    ['is longer than 512 characters', 'x'.repeat(513)],
    ['is empty', ''],
    ['has a line break', 'prod\n'],
    ['is no ASCII', 'prödüktion'],
  ])('%s is refused before anything is asked', async (_, name) => {
    const environment = await world.environment()
    const before = world.cloud.requests.length
    expect(await fieldsOf(planSync(world.wanted(environment, { options: { secretName: name } }), owner()))).toEqual(['/options/secretName'])
    expect(world.cloud.requests).toHaveLength(before)
  })

  it('ends as an ARN does: works, with a warning', async () => {
    const environment = await world.environment({ A: '1' })
    const plan = await planSync(world.wanted(environment, { options: { secretName: 'shop/app-abc123' } }), owner())
    expect(plan.warnings.join()).toMatch(/a hyphen and six characters/)
    expect((await planSync(world.wanted(environment), owner())).warnings).toEqual([])
  })
})

it.each([
  ['of another region', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['of another partition', 'arn:aws-cn:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  ['that is no key', 'arn:aws:iam::111122223333:role/key'],
])('SEC-29: a KMS key %s is refused, and no secret is asked for', async (_, kmsKeyArn) => {
  const environment = await world.environment({ A: '1' })
  const input = world.wanted(environment, { options: { secretName: world.secretName(), kmsKeyArn } })
  expect(await fieldsOf(planSync(input, owner()))).toEqual(['/options/kmsKeyArn'])
})

it.each([
  ['kept for AWS', [{ key: 'aws:name', value: 'x' }]],
  ['kept for AWS in any case', [{ key: 'AWS:name', value: 'x' }]],
  ['that are ours', [{ key: 'bonafide:sync', value: 'mine' }]],
  [
    'twice the same',
    [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ],
  ],
  ['with other characters', [{ key: 'a<b', value: '1' }]],
  ['fifty of them', Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }))],
])('tags %s are refused', async (_, tags) => {
  const environment = await world.environment()
  expect(await code(planSync(world.wanted(environment, { options: { secretName: 'tagged', tags } }), owner()))).toBe('malformed_request')
})

describe('SEC-25: a value', () => {
  // {"K":"…"} is eight bytes around the value, and an escaped quote is two bytes of it.
  it.each([
    { name: 'of 65 535 bytes', value: 'x'.repeat(65_527), fits: true },
    { name: 'of 65 536 bytes, two for each character', value: 'ä'.repeat(32_764), fits: true },
    { name: 'of 65 536 bytes, every one escaped', value: '"'.repeat(32_764), fits: true },
    { name: 'of 65 537 bytes', value: `${'ä'.repeat(32_764)}x`, fits: false },
    { name: 'of 65 538 bytes, every one escaped', value: '"'.repeat(32_765), fits: false },
  ])('$name: fits $fits, and what does not is refused with the excess before anything is written', async ({ value, fits }) => {
    const environment = await world.environment({ K: value })
    const before = world.writes().length
    const input = world.wanted(environment)
    const plan = await planSync(input, owner())
    const made = createSync({ ...input, planId: plan.id }, owner())
    expect(await code(made)).toBe(fits ? 'accepted' : 'destination_failed')
    expect(plan.bytes <= plan.maxBytes).toBe(fits)
    if (!fits) expect(await sentence(made)).toContain(`${plan.bytes - 65_536} more than the 65536`)
    expect(world.writes()).toHaveLength(before)
  })
})

/** Somebody with a role, and with these environments alone. */
async function somebody(role: string, environments: { id: string }[]): Promise<Member> {
  const member = await world.member(role)
  await setMemberAccess({ memberId: member.id, environmentIds: environments.map(({ id }) => id) }, owner())
  return member
}

describe('SEC-22: a reference is no way around a key', () => {
  it('whoever may write dev, and not read prod, does not get prod by way of dev’s sync', async () => {
    const environment = await world.environment({ A: '1' })
    await world.put(environment.other.id, { KEY: 'the crown jewels' })
    const deputy = await world.create(environment)
    await world.run(deputy)
    const mallory = await somebody('Developer', [environment])
    await createSecrets(
      { environmentId: environment.id, secrets: [{ key: 'STOLEN', value: `\${${environment.other.name}.KEY}` }] },
      mallory.context,
    )
    await world.run(deputy)
    expect(world.remote(deputy)).toEqual({ A: '1' })
    expect((await world.progress(deputy)).failure).toBe('reference_not_approved')

    // Nor by a sync of her own, nor by saving this one: she can only let it read what is hers to read.
    const plan = await planSync({ id: deputy.id }, mallory.context)
    expect(plan.referencedEnvironmentIds).toEqual([])
    expect(plan.unresolvedReferences).toEqual([`\${${environment.other.name}.KEY}`])
    const saved = await updateSync({ id: deputy.id, planId: plan.id, expectedVersion: 1 }, mallory.context)
    await world.run(saved)
    const own = await world.create(environment, {}, {}, mallory.context)
    await world.run(own)
    for (const secret of world.account.secrets.get(region)?.values() ?? [])
      for (const { value } of secret.versions.values()) expect(value).not.toContain('crown jewels')
    expect(JSON.stringify(plan)).not.toContain('crown jewels')
  })

  it('whoever saves a sync that others let read more, takes back what is not theirs to give', async () => {
    const environment = await world.environment()
    await world.put(environment.other.id, { KEY: 'the crown jewels' })
    await world.put(environment.id, { A: `\${${environment.other.name}.KEY}` })
    const sync = await world.create(environment)
    expect(sync.referencedEnvironmentIds).toEqual([environment.other.id])
    const mallory = await somebody('Developer', [environment])
    const name = world.secretName()
    const change = { id: sync.id, options: { secretName: name } }
    const { id: planId } = await planSync(change, mallory.context)
    const saved = await updateSync({ ...change, planId, expectedVersion: 1 }, mallory.context)
    expect(saved.referencedEnvironmentIds).toEqual([])
    await world.run(saved)
    expect(world.remote(saved)).toBeNull()
  })

  it('cycles, a million ways and other organisations stay as they are written', async () => {
    const bomb = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`B${index}`, `\${B${index + 1}}\${B${index + 1}}`]))
    const environment = await world.environment({ ...bomb, B20: 'x', ONE: '${TWO}', TWO: '${ONE}', SELF: '${SELF}' })
    const plan = await planSync(world.wanted(environment), owner())
    expect(plan.bytes).toBeLessThan(65_536)
    const sync = await world.create(environment)
    await world.run(sync)
    expect(world.remote(sync)).toMatchObject({ ONE: '${ONE}', SELF: '${SELF}' })
  }, 20_000)
})

describe('SEC-19 SEC-20: a path', () => {
  it.each([
    ['//a//b/', '/a/b'],
    ['a/b', '/a/b'],
    ['/a/../b', '/a/../b'],
    ['/%2e%2e', '/%2e%2e'],
  ])('%j is %j, and holds nothing else', async (given, path) => {
    const environment = await world.environment({ ROOT: '1' })
    await world.put(environment.id, { INSIDE: '2' }, path)
    await world.put(environment.id, { BELOW: '3' }, `${path}/c`)
    await world.put(environment.id, { BESIDE: '4' }, `${path}2`)
    const sync = await world.create(environment, { path: given })
    expect(sync.path).toBe(path)
    await world.run(sync)
    expect(world.remote(sync)).toEqual({ INSIDE: '2' })
  })
})

describe('a sync of an environment that one does not hold', () => {
  it('is there for nobody else: not to be read, listed, planned or made', async () => {
    const [mine, theirs] = [await world.environment({ A: '1' }), await world.environment({ B: '2' })]
    const sync = await world.create(theirs)
    const member = await somebody('Developer', [mine])
    const { context } = member
    expect(await code(readSync({ id: sync.id }, context))).toBe('not_found')
    expect((await listSyncs({}, context)).rows).toEqual([])
    expect(await code(planSync({ id: sync.id }, context))).toBe('not_found')
    expect(await code(planSync(world.wanted(theirs), context))).toBe('not_found')
    const foreigner = await world.foreigner()
    expect(await code(readSync({ id: sync.id }, foreigner))).toBe('not_found')
    expect(await code(planSync(world.wanted(mine), foreigner))).toBe('not_found')
  })

  it('of another organisation holds its place without a word of whose it is', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    const { id: organisationId } = await world.services.stores.organisations.insertOrganisation({
      id: crypto.randomUUID(),
      name: `Other ${random(3)}`,
    })
    await world.database.pool.query('update syncs set organisation_id = $2 where id = $1', [sync.id, organisationId])
    const refused = await sentence(world.create(environment, { options: sync.options }))
    expect(refused).toMatch(/Another sync writes to this secret already/)
    expect(refused).not.toContain(sync.id)
  })

  it('a plan of one’s own is no plan of another’s', async () => {
    const environment = await world.environment({ A: '1' })
    const sync = await world.create(environment)
    const { id: planId } = await planSync(world.wanted(environment), owner())
    expect(await code(updateSync({ id: sync.id, keyPrefix: 'P_', planId, expectedVersion: 1 }, owner()))).toBe('conflict')
  })

  it('the service role may look at syncs, and makes none', async () => {
    const environment = await world.environment({ A: '1' })
    const account = await createServiceAccount({ name: 'looks', roleId: await world.roleId('Service') }, owner())
    await grantAccountAccess({ serviceAccountId: account.id, environmentIds: [environment.id] }, owner())
    const { actor, ...context } = owner()
    const role = (await world.services.stores.organisations.listRoles(actor.organisationId)).find(({ key }) => key === 'service')
    if (!role) throw new Error('no role')
    const via = { kind: 'service_account_token', id: account.id } as const
    const as = {
      ...context,
      actor: { ...actor, kind: 'service_account', id: account.id, role, via, simulated: false, narrowing: null },
    } as const
    const { id: planId } = await planSync(world.wanted(environment), as)
    expect(await code(createSync({ ...world.wanted(environment), planId }, as))).toBe('forbidden')
  })
})

describe('SEC-17 SEC-23 R-254: what is synced comes back byte for byte', () => {
  const pieces = [
    '\n',
    '\r\n',
    ' ',
    '\t',
    '"',
    '\\',
    '=',
    '$',
    '${',
    '`',
    '007',
    'true',
    '1e5',
    'null',
    'é',
    'e\u0301',
    '🔑',
    '\u2028',
    '\u0001',
    '\u007f',
    '{',
    '}',
    "'",
    '#',
    '/',
  ]
  let seed = 20_261_126
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  const value = () => Array.from({ length: next(7) }, () => pieces[next(pieces.length)]).join('')
  const key = (index: number) => `${['K', 'É', 'E\u0301', '10', 'K.', 'K-', '__PROTO__', 'CONSTRUCTOR'][index % 8]}_${index}`

  it('ten thousand values, and the export of the documents gives back the .env', async () => {
    const perSync = 1000
    const environment = await world.environment()
    for (let folder = 0; folder < 10; folder++) {
      const path = `/f${folder}`
      const secrets = Array.from({ length: perSync }, (_, index) => ({ key: key(index), value: value(), path }))
      await createSecrets({ environmentId: environment.id, secrets }, owner())
      const sync = await world.create(environment, { path })
      await world.run(sync)
      const stored = [...(world.stored(sync)?.versions.values() ?? [])].at(-1)?.value ?? ''
      expect(Object.entries(JSON.parse(stored)).sort()).toEqual(secrets.map((one) => [one.key, one.value]).sort())
      const exported = execFileSync('jq', ['-r', 'to_entries|map("\\(.key)=\\(.value|tostring)")|.[]'], { input: stored })
      expect(exported.equals(Buffer.from(secrets.map((one) => `${one.key}=${one.value}\n`).join('')))).toBe(true)
    }
  }, 120_000)
})
