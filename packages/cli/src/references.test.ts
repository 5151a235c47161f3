import { describe, expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { parseReference, type Referring, resolveReferences, type Scope } from './references.ts'

/** A scope of root secrets, with further environments by name. */
function scope(id: string, values: Record<string, string>, environments: Record<string, Scope> = {}): Scope {
  return {
    id,
    value: async (path, key) => values[path === '/' ? key : `${path}/${key}`],
    neighbour: async ({ environment = '' }) => environments[environment],
  }
}

const root = (values: Record<string, string>): Referring[] => Object.entries(values).map(([key, value]) => ({ path: '/', key, value }))
const reference = (inner: string) => `$\{${inner}}`

async function resolved(values: Record<string, string>, environments?: Record<string, Scope>) {
  const missed: string[] = []
  const results = await resolveReferences(root(values), scope('here', values, environments), (each) => missed.push(each))
  return { values: Object.fromEntries(Object.keys(values).map((key, index) => [key, results[index]])), missed }
}

const codeOf = (deed: Promise<unknown>) =>
  deed.then(
    () => expect.fail('nothing was refused'),
    (error: unknown) => (error instanceof Failure ? error.details.code : String(error)),
  )

describe('what a reference means', () => {
  test.each([
    ['KEY', { path: '/', key: 'KEY' }],
    ['/a/b/KEY', { path: '/a/b', key: 'KEY' }],
    ['a/KEY', { path: '/a', key: 'KEY' }],
    ['prod.KEY', { environment: 'prod', path: '/', key: 'KEY' }],
    ['prod./a/KEY', { environment: 'prod', path: '/a', key: 'KEY' }],
    ['shop::prod.KEY', { app: 'shop', environment: 'prod', path: '/', key: 'KEY' }],
  ])('%s', (inner, expected) => expect(parseReference(inner)).toEqual({ app: undefined, environment: undefined, ...expected }))

  test.each(['', '/', 'app::KEY', '::prod.KEY', '.KEY', 'prod.'])('"%s" is none', (inner) => expect(parseReference(inner)).toBeNull())
})

describe('resolution', () => {
  test('follows chains, also through other environments', async () => {
    const prod = scope('prod', { HOST: reference('NAME'), NAME: 'db.prod' })
    expect(await resolved({ URL: `pg://${reference('prod.HOST')}/${reference('DB')}`, DB: 'main' }, { prod })).toMatchObject({
      values: { URL: 'pg://db.prod/main' },
      missed: [],
    })
  })

  test('leaves what is missing or out of reach as it is written', async () => {
    const value = `${reference('NONE')} ${reference('other.KEY')} $NAME $\{{ ci }} $\{open`
    expect(await resolved({ A: value })).toEqual({ values: { A: value }, missed: [reference('NONE'), reference('other.KEY')] })
  })

  test('a value is not searched again after it was put in', async () => {
    expect((await resolved({ A: `$${reference('B')}`, B: '{C}', C: 'no' })).values.A).toBe(reference('C'))
  })

  test('a circle ends in a failure, whatever its length', async () => {
    expect(await codeOf(resolved({ A: reference('A') }))).toBe('reference_cycle')
    expect(await codeOf(resolved({ A: reference('B'), B: reference('C'), C: reference('A') }))).toBe('reference_cycle')
  })

  test('short values that double each other end in a failure, soon', async () => {
    const bomb = Object.fromEntries(
      Array.from({ length: 24 }, (_, index) => [`K${index}`, index === 23 ? 'lol'.repeat(100) : reference(`K${index + 1}`).repeat(8)]),
    )
    const began = performance.now()
    expect(await codeOf(resolved(bomb))).toBe('reference_cycle')
    expect(performance.now() - began).toBeLessThan(5000)
  })

  test('a chain of more than 25 is a failure', async () => {
    const chain = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`K${index}`, index === 39 ? 'end' : reference(`K${index + 1}`)]),
    )
    expect(await codeOf(resolved(chain))).toBe('reference_cycle')
  })
})
