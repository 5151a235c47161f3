import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeRule, parseRule, textOfRule } from './rules.ts'
import { canSave, useOidc } from './testing.ts'

const judged = (text: string, claims: Record<string, unknown>) => {
  const { rule, problem } = parseRule(text)
  if (!rule) throw new Error(problem)
  return judgeRule(rule, claims).passed
}

describe('operators', () => {
  test('JWT-40 a list is judged by has alone, and never becomes a text', () => {
    const groups = ['dev', 'ops']
    expect(judged('groups has ops', { groups })).toBe(true)
    for (const rule of [
      'groups has op',
      'groups has dev,ops',
      'groups has dev, ops',
      'groups = dev',
      'groups = dev,ops',
      'groups in dev, ops',
      'groups like d*',
    ])
      expect([rule, judged(rule, { groups })]).toEqual([rule, false])
    for (const value of [
      [['ops']],
      ['a,ops'],
      'ops',
      'dev,ops',
      { ops: true },
      { 0: 'ops', length: 1 },
      [{ ops: 1 }],
      [' ops'],
      ['OPS'],
      null,
      5,
    ])
      expect([value, judged('groups has ops', { groups: value })]).toEqual([value, false])
    expect(judged('groups has a,b', { groups: ['a', 'b'] })).toBe(false)
    expect(judged('groups has a,b', { groups: ['a,b'] })).toBe(true)
    for (const single of [['ops'], [['ops']]]) expect(judged('groups = ops', { groups: single })).toBe(false)
  })

  test('JWT-40 numbers and booleans are what JSON writes, where it can carry them', () => {
    for (const [rule, value] of [
      ['id = 5', 5],
      ['id = 5', '5'],
      ['on = true', true],
      ['on in true, false', false],
      ['id = 0', 0],
      ['id = -1', -1],
    ] as const)
      expect(judged(rule, { id: value, on: value })).toBe(true)
    for (const [rule, value] of [
      ['id = 05', 5],
      ['id = 5', 5.5],
      ['id = 9007199254740994', 2 ** 53 + 2],
      ['id = 1e3', 1000],
      ['id = true', 1],
      ['id = null', null],
      ['id = undefined', undefined],
      ['id = [object Object]', {}],
      ['id = NaN', Number.NaN],
      ['id = 5', [5]],
    ] as const)
      expect([rule, judged(rule, { id: value })]).toEqual([rule, false])
  })

  test('exists is anything but nothing', () => {
    for (const value of ['x', 0, false, [], {}]) expect(judged('a exists', { a: value })).toBe(true)
    for (const value of [undefined, null, '']) expect(judged('a exists', { a: value })).toBe(false)
  })

  test.each([
    ['JWT-45', 'repository_id = 1', { repository: 'acme/app', repository_id: '2' }],
    ['JWT-45', 'repository_owner_id = 1', { repository_owner: 'acme', repository_owner_id: '11' }],
    ['JWT-50', 'namespace_id = 7', { namespace_path: 'g', namespace_id: '8' }],
    ['JWT-50', 'project_id in 7, 8', { project_path: 'g/p', project_id: '78' }],
    ['JWT-57', '/kubernetes.io/serviceaccount/uid = 8f1c', { 'kubernetes.io': { serviceaccount: { uid: '9a2d', name: 'app' } } }],
    ['JWT-60', 'email_verified = true', { email: 'robot@project.iam.gserviceaccount.com', email_verified: false }],
    ['JWT-47', 'ref = refs/heads/main', { ref: 'refs/heads/main2' }],
    ['JWT-47', 'ref like refs/heads/*', { ref: 'refs/heads/a/b' }],
    ['JWT-43', 'event_name in push, workflow_dispatch', { event_name: 'pull_request' }],
  ])('%s %s refuses %j', (_, rule, claims) => expect(judged(rule, claims)).toBe(false))
})

describe('places', () => {
  test('JWT-41 dots and slashes in names mean one place only', () => {
    const claims = {
      'https://sts.amazonaws.com/': { aws_account: '111122223333' },
      'kubernetes.io': { namespace: 'shop', 'a/b': { '~x': 'y' } },
      google: { compute_engine: { project_id: 'p' } },
    }
    expect(judged('/https:~1~1sts.amazonaws.com~1/aws_account = 111122223333', claims)).toBe(true)
    expect(judged('/kubernetes.io/namespace = shop', claims)).toBe(true)
    expect(judged('/kubernetes.io/a~1b/~0x = y', claims)).toBe(true)
    expect(judged('google.compute_engine.project_id = p', claims)).toBe(true)
    const forged = {
      'kubernetes.io.namespace': 'shop',
      '/kubernetes.io/namespace': 'shop',
      'kubernetes.io/namespace': 'shop',
      kubernetes: { 'io.namespace': 'shop', io: { namespace: 'shop' } },
      'google.compute_engine.project_id': 'p',
      google: { 'compute_engine.project_id': 'p' },
    }
    for (const rule of ['/kubernetes.io/namespace = shop', 'google.compute_engine.project_id = p']) expect(judged(rule, forged)).toBe(false)
    expect(judged('/kubernetes.io/namespace = shop', { 'kubernetes.io': [{ namespace: 'shop' }] })).toBe(false)
    expect(judged('a.0 = x', { a: ['x'] })).toBe(false)
    expect(judged('a.length = 1', { a: 'x' })).toBe(false)
  })

  test('JWT-35 nothing is found by inheritance', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'constructor.name', '__proto__.constructor'])
      expect(judged(`${name} exists`, { a: 1 })).toBe(false)
  })

  test.each(['a..b', '.a', 'a.', '/', '//', '/a//b', '/a~2', '/a~', 'a.b.c.d.e.f.g.h.i', 'a\u200bb', 'a\u202eb'])(
    '%j is no name of a claim',
    (claim) => expect(parseRule(`${claim} = x`).problem).toBeDefined(),
  )
})

describe('what may be saved', () => {
  test.each([
    'ref',
    'ref =',
    'ref == x',
    'ref != x',
    'ref ~ x',
    'ref matches (a+)+$',
    'ref in',
    'ref in a,,b',
    'ref like x',
    'ref like *',
    'ref like **',
    'ref like */*',
    'ref like *:*',
    'ref like a**b',
    'ref = a*',
    'ref in a, b*',
    'ref has *',
    'ref exists x',
    'ref = "x"',
    'ref = a\u200bb',
    'ref = a\nb',
    '= x',
    '',
    `ref = ${'x'.repeat(1000)}`,
    5,
    null,
  ])('JWT-42 %j cannot be', (rule) => expect(canSave({ claims: [rule] })).toBe(false))

  test('JWT-42 what elsewhere is a pattern is a text here, and time does not depend on it', () => {
    for (const [pattern, text] of [
      ['a|b', 'b'],
      ['a.c', 'abc'],
      ['(?i)main', 'MAIN'],
      ['x)|(', 'x'],
      ['main$', 'main\n'],
      ['[ab]', 'a'],
      ['a?', 'a'],
      ['.*', 'x'.slice(1)],
    ] as const) {
      const rule = pattern.includes('*') ? `ref like ${pattern}` : `ref = ${pattern}`
      expect([rule, judged(rule, { ref: text })]).toEqual([rule, false])
    }
    const startedAt = performance.now()
    expect(judged(`ref like ${'a*'.repeat(400)}b`, { ref: 'a'.repeat(50_000) })).toBe(false)
    expect(judged('ref like (a+)+$*x', { ref: 'a'.repeat(50_000) })).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})

// Names and values that a rule may be written with.
const word = fc.stringMatching(/^[a-zA-Z0-9_][a-zA-Z0-9_-]{0,11}$/)
const claimName = fc.oneof(
  word,
  fc.array(word, { minLength: 2, maxLength: 4 }).map((words) => words.join('.')),
  fc.array(fc.stringMatching(/^([a-z.:]|~0|~1){1,8}$/), { minLength: 1, maxLength: 4 }).map((names) => `/${names.join('/')}`),
)
const value = fc.stringMatching(/^[a-zA-Z0-9_.:/@|()+$ -]{1,20}$/).filter((text) => text.trim() === text && text !== '')
const ruleText = fc.oneof(
  fc.tuple(claimName, fc.constantFrom('=', 'has'), value).map((parts) => parts.join(' ')),
  fc.tuple(claimName, fc.array(value, { minLength: 1, maxLength: 4 })).map(([name, values]) => `${name} in ${values.join(' ,  ')}`),
  fc
    .tuple(claimName, value, value)
    // A pattern of separators alone would let everything in, and is none.
    .filter(([, one, other]) => !/^[:/]+$/.test(one + other))
    .map(([name, one, other]) => `${name}  like ${one}*${other}`),
  claimName.map((name) => `${name} exists`),
)

describe('rules in general', () => {
  test('what a rule says, read again, is the same rule', () => {
    fc.assert(
      fc.property(ruleText, (text) => {
        const { rule } = parseRule(text)
        if (!rule) throw new Error(text)
        expect(parseRule(textOfRule(rule))).toEqual({ rule })
        expect(textOfRule(rule)).toBe(textOfRule(parseRule(textOfRule(rule)).rule ?? rule))
      }),
    )
  })

  test('no claims and no text make them throw', () => {
    const claims = fc.oneof(fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'a', 'sub')), fc.jsonValue()), fc.jsonValue())
    fc.assert(
      fc.property(fc.oneof(ruleText, fc.string(), fc.string({ unit: 'binary' })), claims, (text, given) => {
        const { rule, problem } = parseRule(text)
        if (!rule) {
          expect(problem).toMatch(/^must /)
          return
        }
        const result = judgeRule(rule, given as Record<string, unknown>)
        expect(result.received.isWellFormed() || !JSON.stringify(given).isWellFormed()).toBe(true)
        expect(judgeRule(rule, given as Record<string, unknown>)).toEqual(result)
      }),
      { numRuns: 500 },
    )
  })
})

describe('in an exchange', () => {
  const oidc = useOidc()

  test('every rule must hold, and a rule in the database that cannot be read never does', async () => {
    const config = { claims: ['repository_id = 1', 'ref in refs/heads/main, refs/heads/next'] }
    expect(await oidc.outcomeOfClaims({ repository_id: '1', ref: 'refs/heads/next' }, config)).toBe('accepted')
    expect(await oidc.outcomeOfClaims({ repository_id: '1' }, config)).toBe('claim_mismatch')
    expect(await oidc.outcomeOfClaims({ ref: 'refs/heads/main' }, config)).toBe('claim_mismatch')
    const smuggled = oidc.trusting()
    const { judgements } = await oidc.verify(oidc.issue(), [{ ...smuggled, config: { ...smuggled.config, claims: ['ref ~ .*'] } }])
    expect(judgements[0]?.steps.at(-1)).toMatchObject({ status: 'failed', code: 'claim_mismatch' })
  })
})
