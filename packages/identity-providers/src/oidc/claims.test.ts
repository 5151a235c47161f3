import { describe, expect, test } from 'vitest'
import { jwtProofSchema } from '../jwt-proof.ts'
import { outcomeOf } from '../testing.ts'
import { audience, canSave, subject, useOidc } from './testing.ts'

const oidc = useOidc()
const { issue, outcome, outcomeOfClaims, outcomeWith, trusting, verify } = oidc

const nowSeconds = () => oidc.world.runtime.now() / 1000

describe('times', () => {
  test.each([undefined, '9999999999', null, [9_999_999_999], -1, 1.5, 1e30, Number.MAX_SAFE_INTEGER, true, {}])(
    'JWT-23 JWT-25 exp %j is refused, nobody asked',
    async (exp) => {
      expect(await outcomeOfClaims({ exp })).toBe('token_expired')
      expect(oidc.world.calls).toEqual([])
    },
  )

  test('JWT-23 exp written as an exponent that is no number of seconds is refused', async () => {
    const payloadText = (json: string) => json.replace(/"exp":\d+/, '"exp":1e999')
    expect(await outcome(issue({ payloadText }))).toBe('token_expired')
  })

  test.each(['nbf', 'iat'])('JWT-25 JWT-27 %s must be a time, and half a minute ahead of us at most', async (name) => {
    for (const value of ['x', '5', null, [1], -1, 1.5, 1e30]) expect(await outcomeOfClaims({ [name]: value })).toBe('clock_skew')
    expect(await outcomeOfClaims({ [name]: nowSeconds() + 31 })).toBe('clock_skew')
    expect(oidc.world.calls).toEqual([])
    expect(await outcomeOfClaims({ [name]: nowSeconds() + 30 })).toBe('accepted')
  })

  test('JWT-27 a token is good for half a minute after its end, and no longer; nobody can save more', async () => {
    const token = issue({ lifetimeSeconds: 3600 })
    oidc.world.pass(3630)
    expect(await outcome(token)).toBe('accepted')
    oidc.world.pass(1)
    expect(await outcome(token)).toBe('token_expired')
    expect(canSave({ leewaySeconds: 301 })).toBe(false)
  })

  test('JWT-25 where a maximum age is set a token must say when it was issued', async () => {
    const config = { maxProofAgeSeconds: 600 }
    const token = issue({ lifetimeSeconds: 3600 })
    expect(await outcomeOfClaims({ iat: undefined }, config)).toBe('token_expired')
    expect(await outcomeOfClaims({ iat: undefined })).toBe('accepted')
    oidc.world.pass(600)
    expect(await outcome(token, config)).toBe('accepted')
    oidc.world.pass(1)
    expect(await outcome(token, config)).toBe('token_expired')
  })

  test('JWT-26 a token that lives longer than the identity allows is refused: a day, unless it says otherwise', async () => {
    const day = 86_400
    for (const lifetimeSeconds of [day + 1, 3650 * day]) expect(await outcomeWith({ lifetimeSeconds })).toBe('token_expired')
    expect(await outcomeOfClaims({ iat: undefined, exp: nowSeconds() + 3650 * day })).toBe('token_expired')
    expect(await outcomeOfClaims({ iat: 0 })).toBe('token_expired')
    expect(oidc.world.calls).toEqual([])
    expect(await outcomeWith({ lifetimeSeconds: day })).toBe('accepted')
    expect(await outcomeWith({ lifetimeSeconds: 301 }, { maxProofLifetimeSeconds: 300 })).toBe('token_expired')
    for (const value of [59, 90 * day + 1, 1.5, '60', Number.NaN]) expect(canSave({ maxProofLifetimeSeconds: value })).toBe(false)
  })
})

describe('audience', () => {
  test.each([
    undefined,
    null,
    '',
    [],
    {},
    { [audience]: true },
    [[audience]],
    5,
    [audience, 5],
    [audience, null],
    [audience, ''],
    Array.from({ length: 10_000 }, (_, index) => (index === 5000 ? audience : `a${index}`)),
    `${audience}/`,
    `${audience}.evil.test`,
    `x${audience}`,
    audience.toUpperCase(),
    ` ${audience}`,
    `${audience},other`,
  ])('JWT-29 aud %# is refused, its bearer known', async (aud) => {
    const token = issue({ claims: { aud } })
    const verification = await verify(token)
    expect(outcomeOf(verification)).toBe('audience_mismatch')
    expect(verification.principal?.name).toBe(subject)
  })

  test('JWT-29 one of the audiences, alone or in a list, is accepted', async () => {
    const config = { audiences: [audience, 'other'] }
    for (const aud of [audience, 'other', [audience], ['x', audience], Array(20).fill(audience)])
      expect(await outcomeOfClaims({ aud }, config)).toBe('accepted')
  })
})

describe('subject', () => {
  test.each([undefined, null, 5, '', [subject], {}, 's'.repeat(256), ' ', ':', '//', true])(
    'JWT-31 sub %# vouches for nobody',
    async (sub) => {
      expect(await outcomeOfClaims({ sub })).toBe('signature_invalid')
    },
  )

  test.each(['\u0000', '\u200b', '\u202e', '\n', '\r', '\u001b[0m', '\ufeff', '\u00ad', '\u2028', '\u{e0041}', '\ud83d'])(
    'JWT-32 sub with %j in it vouches for nobody',
    async (invisible) => {
      for (const sub of [`${subject}${invisible}`, `repo:acme${invisible}/shop`])
        expect(await outcomeOfClaims({ sub })).toBe('signature_invalid')
    },
  )

  test.each(['\u0000', '\ud83d', '\udc00'])('JWT-32 no claim, name or header may hold %j', async (broken) => {
    for (const claims of [{ note: broken }, { [broken]: 1 }, { iss: broken }, { deep: [{ note: broken }] }])
      expect(await outcomeOfClaims(claims)).toBe('signature_invalid')
    expect(await outcomeWith({ header: { kid: broken } })).toBe('signature_invalid')
    expect(oidc.world.calls).toEqual([])
  })

  test('JWT-32 what is told of a stranger can be stored, wherever it is cut', async () => {
    const emoji = '\u{1f600}'
    const pieces = (claims: Record<string, unknown>, config = {}, header = {}) => verify(issue({ claims, header }), [trusting(config)])
    for (const length of [59, 99, 299, 499]) {
      const text = `${'a'.repeat(length)}${emoji}${emoji}`
      const verifications = await Promise.all([
        pieces({ iss: text }),
        pieces({ aud: text }),
        pieces({ note: text }, { claims: ['note = x'] }),
        pieces({ note: [text] }, { claims: ['note has x'] }),
        pieces({}, {}, { typ: text.slice(0, 250).toWellFormed() }),
        pieces({}, {}, { kid: text.slice(0, 250).toWellFormed() }),
      ])
      for (const verification of verifications) {
        expect(outcomeOf(verification)).not.toBe('accepted')
        expect(JSON.stringify(verification.judgements)).not.toMatch(/\\ud[89a-f]/)
      }
    }
  })

  test.each([
    ['job:caf\u00e9', 'job:cafe\u0301'],
    ['job:k', 'job:\u212a'],
    ['job:ffi', 'job:\ufb03'],
    ['job:a', 'job:\uff41'],
    ['job:a', 'job:A'],
    ['job:a', 'job:a '],
    ['job:a', ' job:a'],
    ['job:i', 'job:\u0131'],
    ['job:a', 'job:\u0430'],
  ])('JWT-33 %j does not trust %j, nor the other way round', async (one, other) => {
    expect(await outcomeOfClaims({ sub: other }, { subjects: [one] })).toBe('subject_not_trusted')
    expect(await outcomeOfClaims({ sub: one }, { subjects: [one] })).toBe('accepted')
    if (other.trim() === other) expect(await outcomeOfClaims({ sub: one }, { subjects: [other] })).toBe('subject_not_trusted')
    const { config } = trusting({ subjects: [one] })
    expect(oidc.provider.stillTrusts(config, other, config)).toBe(false)
  })
})

describe('JSON', () => {
  test.each([
    (json: string) => json.replace('{', '{"sub":"victim",'),
    (json: string) => json.replace('{', '{"\\u0073ub":"victim",'),
    (json: string) => json.replace(/}$/, ',"iss":"https://tokens.example.test"}'),
    (json: string) => json.replace('{', '{"a":{"b":1,"b":2},'),
    (json: string) => json.replace('{', '{"__proto__":{},"__proto__":{},'),
    (json: string) => `\ufeff${json}`,
    (json: string) => `${json}{}`,
    (json: string) => `[${json}]`,
    (json: string) => json.replace('{', '{"a":NaN,'),
    (json: string) => json.replace('{', '{/* */'),
    () => 'null',
    () => '',
  ])('JWT-34 claims that can be read in two ways, or not at all, are refused (%#)', async (payloadText) => {
    expect(await outcome(issue({ payloadText }))).toBe('signature_invalid')
    expect(oidc.world.calls).toEqual([])
  })

  test('JWT-34 so is a header with a name twice, and base64 with stray bits', async () => {
    const [, claims, signature = ''] = issue().split('.')
    const header = Buffer.from('{"alg":"RS256","alg":"none"}').toString('base64url')
    expect(await outcome([header, claims, signature].join('.'))).toBe('signature_invalid')
    const [first = '', second = ''] = issue().split('.')
    for (const text of [`${first}=.${second}.${signature}`, `${first}.${second}.${signature}=`, `${first}.${second}.${signature} `])
      expect(await outcome(text)).toBe('signature_invalid')
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'JWT-35 %s is a claim like any other, and none by inheritance',
    async (name) => {
      for (const rule of [`${name} exists`, `${name} like *`.replace('*', 'a*'), `${name}.name exists`])
        expect(await outcomeOfClaims({}, { claims: [rule] })).toBe('claim_mismatch')
      const payloadText = (json: string) => json.replace('{', `{"${name}":{"sub":"x","admin":true},`)
      const token = issue({ payloadText })
      expect(await outcome(token, { claims: ['admin = true'] })).toBe('claim_mismatch')
      expect(await outcome(token, { claims: [`${name}.admin = true`] })).toBe('accepted')
      expect(({} as Record<string, unknown>).admin).toBeUndefined()
    },
  )

  test('JWT-35 a subject, issuer or expiry that only a prototype has is none', async () => {
    for (const [name, code] of [
      ['sub', 'signature_invalid'],
      ['iss', 'issuer_not_allowed'],
      ['exp', 'token_expired'],
      ['aud', 'audience_mismatch'],
    ]) {
      const payloadText = (json: string) => {
        const { [name as string]: value, ...others } = JSON.parse(json)
        return JSON.stringify(others).replace('{', `{"__proto__":${JSON.stringify({ [name as string]: value })},`)
      }
      expect(await outcome(issue({ payloadText }))).toBe(code)
    }
  })

  test('JWT-36 claims nested ten thousand deep are refused, nobody asked', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `${open.repeat(10_000)}1${close.repeat(10_000)}`
      expect(await outcome(issue({ payloadText: (json) => json.replace('{', `{"deep":${deep},`) }))).toBe('signature_invalid')
    }
    expect(oidc.world.calls).toEqual([])
  })
})

describe('shape', () => {
  const wrapped = (token: string) => ({ jwt: Buffer.from(token).toString('base64') })

  test('JWT-19 a token of 40 KB is read, one over 64 KB is too large before anything is decoded', async () => {
    const token = issue({ claims: { note: 'x'.repeat(30_000) } })
    expect(jwtProofSchema.parse(wrapped(token))).toEqual({ token })
    expect(await outcome(token)).toBe('accepted')
    for (const size of [65_540, 1024 * 1024])
      expect(() => jwtProofSchema.parse({ jwt: 'A'.repeat(Math.ceil(size / 3) * 4) })).toThrow(
        expect.objectContaining({ code: 'too_large' }),
      )
  })

  test('JWT-22 a token in any other wrapping is no token', () => {
    const token = issue()
    for (const text of [`Bearer ${token}`, ` ${token}`, `${token} `, `${token}\n`, `${token},${token}`, `jwt=${token}`, `"${token}"`, ''])
      expect(jwtProofSchema.safeParse(wrapped(text)).success).toBe(false)
    for (const value of [token, [wrapped(token)], { jwt: token }, { jwt: [wrapped(token).jwt] }, { ...wrapped(token), more: 1 }])
      expect(jwtProofSchema.safeParse(value).success).toBe(false)
  })

  test('JWT-09 JSON serialisations are no tokens', () => {
    const [protectedHeader, payload, signature] = issue().split('.')
    const flattened = { protected: protectedHeader, payload, signature }
    const general = { payload, signatures: [flattened, { ...flattened, header: { alg: 'none' } }] }
    for (const form of [flattened, general]) {
      expect(jwtProofSchema.safeParse(form).success).toBe(false)
      expect(jwtProofSchema.safeParse({ jwt: form }).success).toBe(false)
      expect(jwtProofSchema.safeParse(wrapped(JSON.stringify(form))).success).toBe(false)
    }
  })

  test('what a refused shape is told holds no part of the token', () => {
    const token = issue()
    const said = JSON.stringify(jwtProofSchema.safeParse(wrapped(`Bearer ${token}`)).error)
    for (const part of token.split('.')) expect(said).not.toContain(part)
  })
})
