// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how references are written
import { spawnSync } from 'node:child_process'
import { createSecrets, createSync, planSync, updateSync } from '@bonafide/core'
import { readDocument } from '@bonafide/destinations'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { code, createPlannedSyncs, type PlannedSyncs, sentence } from './planned-syncs.ts'
import { region } from './sync-world.ts'

let world: PlannedSyncs
const owner = () => world.owner.context

beforeAll(async () => {
  world = await createPlannedSyncs()
}, 60_000)
afterAll(() => world?.close())

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

describe('SEC-22: a reference is no way around a key', () => {
  it('whoever may write dev, and not read prod, does not get prod by way of dev’s sync', async () => {
    const environment = await world.environment({ A: '1' })
    await world.put(environment.other.id, { KEY: 'the crown jewels' })
    const deputy = await world.create(environment)
    await world.run(deputy)
    const mallory = await world.developer([environment])
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
    const mallory = await world.developer([environment])
    const name = world.secretName()
    const change = { id: sync.id, options: { secretName: name } }
    const { id: planId } = await planSync(change, mallory.context)
    const saved = await updateSync({ ...change, planId, expectedVersion: 1 }, mallory.context)
    expect(saved.referencedEnvironmentIds).toEqual([])
    await world.run(saved)
    expect(world.remote(saved)).toBeNull()
  })

  it('cycles, a million ways and other organisations stay as they are written', async () => {
    const bomb = Array.from({ length: 20 }, (_, index) => [`B${index}`, `\${/bomb/B${index + 1}}\${/bomb/B${index + 1}}`])
    const environment = await world.environment({
      BOMB: '${/bomb/B0}',
      ONE: '${TWO}',
      TWO: '${ONE}',
      SELF: '${SELF}',
      OTHER: '${other::prod.KEY}',
    })
    await world.put(environment.id, { ...Object.fromEntries(bomb), B20: 'x' }, '/bomb')
    const plan = await planSync(world.wanted(environment), owner())
    expect(plan.bytes).toBeLessThan(65_536)
    const sync = await world.create(environment)
    await world.run(sync)
    expect(world.remote(sync)).toMatchObject({ BOMB: '${/bomb/B0}', ONE: '${ONE}', SELF: '${SELF}', OTHER: '${other::prod.KEY}' })
  }, 20_000)
})

/** What the command of the documentation prints; where there is no jq, what it would print. */
function exported(document: string): string {
  const { stdout, error } = spawnSync('jq', ['-r', 'to_entries|map("\\(.key)=\\(.value|tostring)")|.[]'], {
    input: document,
    encoding: 'utf8',
  })
  if (!error) return stdout
  return [...(readDocument(document)?.entries ?? [])].map(([key, value]) => `${key}=${value}\n`).join('')
}

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
      expect(exported(stored)).toBe(secrets.map((one) => `${one.key}=${one.value}\n`).join(''))
    }
  }, 300_000)
})
