import { disableServiceAccount } from '@bonafide/core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createOidcWorld, type OidcWorld, trustedSubject } from './oidc-world.ts'
import { expectRefusal, failedStep, oidcRoute } from './refusals.ts'
import { post } from './world.ts'

/** Group D of the catalogue once more, at the door of token issuers: what is asked for, what is told, what is recorded. */

let world: OidcWorld
let accountId: string

beforeAll(async () => {
  world = await createOidcWorld()
  accountId = (await world.trusting()).accountId
  await world.bearerOf(accountId)
})
afterAll(() => world.close())
beforeEach(() => {
  world.issuer.behave()
})

describe('the lifetime that is asked for', () => {
  const spellings = ['0', '-1', '1.5', '"3600"', '"0x10"', '"1e3"', 'true', '[60]', 'null', '1e309', '2147483648', '{}', '59', '7776001']
  it.each(spellings)('TOK-11 TOK-12 %s is refused before a signature is looked at (oidc)', async (ttl) => {
    const [tokens, exchanges, sent] = [await world.count('service_account_tokens'), await world.count('exchanges'), world.outbound.length]
    const body = JSON.stringify({ ...world.bodyOf(accountId), tokenRequest: {} }).replace(
      '"tokenRequest":{}',
      `"tokenRequest":{"ttl":${ttl}}`,
    )
    const response = await fetch(`${world.node.url}${oidcRoute}`, { method: 'POST', body, headers: world.elsewhere() })
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'ttl_invalid'])
    expect([await world.count('service_account_tokens'), world.outbound.length]).toEqual([tokens, sent])
    expect(await world.count(`exchanges where outcome = 'accepted'`)).toBeLessThanOrEqual(exchanges)
  })

  it('TOK-12 the maximum is granted to the second, one more is refused and not cut short (oidc)', async () => {
    const asking = (ttl: number) => ({ ...world.bodyOf(accountId), tokenRequest: { ttl } })
    expect((await world.send(asking(86_400))).json.authentication).toMatchObject({ TTL: 86_400, maxTTL: 86_400 })
    expect((await world.send(asking(60))).json.authentication.TTL).toBe(60)
    const refusal = { status: 400, code: 'ttl_exceeds_max', outbound: 0, step: ['lifetime', 'ttl_exceeds_max'] as [string, string] }
    await expectRefusal(world, asking(86_401), refusal, oidcRoute, world.elsewhere())
  })
})

describe('a denial', () => {
  it('TOK-19 looks the same to the byte, whatever the reason (oidc)', async () => {
    const bare = (await world.account()).id
    const foreign = await world.account()
    await world.awsIdentity(foreign.id)
    const disabled = await world.trusting()
    await disableServiceAccount({ id: disabled.accountId }, world.owner.context)
    const cases = [
      ['0190a5b0-7b1c-7000-8000-000000000001', {}, null],
      [bare, {}, 'no_identity_bound'],
      [foreign.id, {}, 'no_identity_bound'],
      [disabled.accountId, {}, 'account_disabled'],
      [accountId, { signature: (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 1)) }, 'signature_invalid'],
      [accountId, { key: 'none' }, 'signature_invalid'],
      [accountId, { key: world.issuer.strangersKey() }, 'key_not_found'],
      [accountId, { claims: { iss: 'https://else.example' } }, 'issuer_not_allowed'],
      [accountId, { claims: { exp: undefined } }, 'token_expired'],
      [accountId, { header: { typ: 'at+jwt' } }, 'token_type_not_allowed'],
    ] as const
    const answers = new Set<string>()
    for (const [id, token, code] of cases) {
      const expected = { status: 401, code: 'login_denied', outbound: 2 }
      const answer = await expectRefusal(world, world.bodyOf(id, token), expected, oidcRoute, world.elsewhere())
      if (code) expect((await failedStep(world, answer.json.requestId))?.[1]).toBe(code)
      const headers = [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
      answers.add(JSON.stringify([answer.text.replace(answer.json.requestId, ''), headers]))
    }
    expect(answers.size).toBe(1)
  })

  it('TOK-20 tells nothing of what was expected, before and after the issuer vouches (oidc)', async () => {
    const strict = await world.trusting({
      audiences: ['https://CANARY-audience.example'],
      subjects: ['repo:acme/CANARY-subject:x'],
      claims: ['CANARY_claim = CANARY-value', 'repository_id in CANARY-one, CANARY-two'],
    })
    for (const [token, status, code] of [
      [{ claims: { iss: 'https://else.example' } }, 401, 'login_denied'],
      [{ key: 'none' as const }, 401, 'login_denied'],
      [{}, 403, 'audience_mismatch'],
      [{ claims: { aud: 'https://CANARY-audience.example' } }, 403, 'subject_not_trusted'],
      [{ claims: { aud: 'https://CANARY-audience.example', sub: 'repo:acme/CANARY-subject:x' } }, 403, 'claim_mismatch'],
    ] as const) {
      const answer = await post(`${world.node.url}${oidcRoute}`, world.bodyOf(strict.accountId, token), world.elsewhere())
      expect([answer.status, answer.json.code]).toEqual([status, code])
      // What its own token says of it is no secret to the caller, once the issuer has vouched.
      const told = answer.text.replaceAll('repo:acme/CANARY-subject:x', '')
      for (const secret of ['CANARY', ...(status === 401 ? ['tokens.example.test'] : [])])
        expect(told, `${code} ${secret}`).not.toContain(secret)
    }
  })
})

describe('a flood', () => {
  const flood = async (count: number, headers: (index: number) => Record<string, string>, body = '{}') => {
    const statuses = new Map<number, number>()
    const lane = async (first: number) => {
      for (let index = first; index < count; index += 20) {
        const response = await fetch(`${world.node.url}${oidcRoute}`, { method: 'POST', body, headers: headers(index) })
        await response.arrayBuffer()
        if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: 20 }, (_, first) => lane(first)))
    return statuses
  }

  it('TOK-21 from one address ends in 429, and the account that it named logs in from elsewhere (oidc)', async () => {
    const body = JSON.stringify(world.bodyOf(accountId, { key: 'none' }))
    const statuses = await flood(1000, () => ({ 'x-test-address': '203.0.113.9' }), body)
    expect(statuses.get(429)).toBeGreaterThan(100)
    expect((statuses.get(401) ?? 0) + (statuses.get(429) ?? 0)).toBe(1000)
    expect((await world.send(world.bodyOf(accountId))).status).toBe(200)
  })

  it('TOK-22 from the addresses of one /64 shares one bucket (oidc)', async () => {
    const statuses = await flood(700, (index) => ({ 'x-test-address': `2001:db8:8:8::${index.toString(16)}` }))
    expect(statuses.get(429)).toBeGreaterThan(50)
  })

  it('TOK-23 is counted before anything is read, at the OAuth door too (oidc)', async () => {
    const asked: string[] = []
    const take = async (bucket: string) => {
      asked.push(bucket)
      return 7
    }
    const node = await world.start({ limits: { take } })
    for (const [path, body] of [
      [oidcRoute, 'x'.repeat(1_000_000)],
      [oidcRoute, `[${'['.repeat(50_000)}`],
      ['/oauth/token', 'subject_token=x'],
    ] as const) {
      const response = await fetch(`${node.url}${path}`, { method: 'POST', body, headers: { 'x-test-address': '203.0.113.200' } })
      expect([response.status, response.headers.get('retry-after')], path).toEqual([429, '7'])
    }
    expect(asked).toEqual(Array(3).fill('exchange:203.0.113.200'))
    expect(node.statements).toEqual([])
  })
})

describe('what is recorded', () => {
  it('TOK-26 TOK-27 an exchange whose row cannot be written mints nothing, uses up no id and says nothing of why (oidc)', async () => {
    const once = await world.trusting({ singleUse: 'jti' })
    const body = world.bodyOf(once.accountId)
    const [tokens, proofs] = [await world.count('service_account_tokens'), await world.count('used_proofs')]
    const { pool } = world.database
    await pool.query(`alter table exchanges add constraint canary_sink check (outcome <> 'accepted') not valid`)
    const answer = await world.send(body)
    await pool.query('alter table exchanges drop constraint canary_sink')
    expect([answer.status, answer.json.code]).toEqual([500, 'internal_error'])
    expect(answer.text).not.toMatch(/canary_sink|exchanges|constraint|pss_service|repo:acme/)
    expect([await world.count('service_account_tokens'), await world.count('used_proofs')]).toEqual([tokens, proofs])
    expect((await world.send(body)).status).toBe(200)
  })

  it.each(['repo:acme/shop\nx', 'repo:acme/shop\u001b[31m', 'repo:acme/shop\u2028x', 'repo:acme/shop\u202e'])(
    'TOK-28 the subject %j is none, and in no line of ours (oidc)',
    async (sub) => {
      const expected = { status: 401, code: 'login_denied', outbound: 0, step: ['proof_valid', 'signature_invalid'] as [string, string] }
      await expectRefusal(world, world.bodyOf(accountId, { claims: { sub } }), expected, oidcRoute, world.elsewhere())
      const { rows } = await world.database.pool.query('select e::text as row from exchanges e order by id desc limit 1')
      expect(rows[0].row).not.toContain(sub)
      expect(world.logged.every((line) => !line.includes('\n'))).toBe(true)
    },
  )

  it.each(['=cmd()', '"}{"', '${jndi:ldap://evil.test}', '<script>'])('TOK-28 the subject %j is one plain record (oidc)', async (sub) => {
    const expected = { status: 403, code: 'subject_not_trusted', outbound: 0 }
    await expectRefusal(world, world.bodyOf(accountId, { claims: { sub } }), expected, oidcRoute, world.elsewhere())
    const { rows } = await world.database.pool.query('select principal from exchanges order by id desc limit 1')
    expect(rows).toEqual([{ principal: sub }])
  })

  it('TOK-25 neither proofs nor tokens nor what an issuer answers are logged, however much is (oidc)', async () => {
    const before = world.logged.length
    const jwt = world.jwtOf({ claims: { canary_claim: 'CANARY-in-a-claim' } })
    const body = { account: { type: 'service', id: accountId }, oidc: { jwt: Buffer.from(jwt).toString('base64') } }
    const accepted = await world.send(body)
    const lonely = await world.trusting()
    world.issuer.misbehave(() => Response.json({ error: 'CANARY-in-an-answer' }, { status: 500 }))
    expect((await world.send(world.bodyOf(lonely.accountId))).status).toBe(503)
    const lines = world.logged.slice(before).join('\n')
    expect(lines).toContain('/api/v1/auth/oidc')
    const [, payload = '', signature = ''] = jwt.split('.')
    const [, , value, , share, wrapKey] = accepted.json.authentication.token.split(':')
    for (const secret of [payload, signature, body.oidc.jwt, value, share, wrapKey, 'CANARY']) expect(lines).not.toContain(secret)
    expect(lines).not.toContain(trustedSubject)
  })
})
