import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AwsSts, createAwsSts, SIGNED_HOST_HEADER } from './aws-sts.ts'
import type { AwsPrincipal } from './principals.ts'
import type { Listening } from './serve.ts'
import { signGetCallerIdentity, toRequest } from './sign.ts'
import type { StsContentFault, StsErrorFault, StsMisbehaviour } from './sts-faults.ts'

const now = new Date('2026-11-21T09:00:00Z')
const region = 'eu-central-1'
let sts: AwsSts
let caller: AwsPrincipal
let server: Listening | undefined

beforeEach(() => {
  sts = createAwsSts({ now: () => now })
  caller = sts.addRoleSession({ roleName: 'deploy', sessionName: 'i-0abc', account: '111122223333' })
})

afterEach(async () => {
  await server?.close()
  server = undefined
})

function signedRequest(): Request {
  return toRequest(signGetCallerIdentity({ credentials: caller, region, now }))
}

async function answerTo(misbehaviour: StsMisbehaviour): Promise<{ status: number; text: string; headers: Headers }> {
  sts.misbehave(misbehaviour)
  const response = await sts.handle(signedRequest())
  return { status: response.status, text: await response.text(), headers: response.headers }
}

async function overHttp(init: RequestInit = {}): Promise<Response> {
  server ??= await sts.listen()
  const headers = new Headers(signedRequest().headers)
  headers.set(SIGNED_HOST_HEADER, 'sts.eu-central-1.amazonaws.com')
  return fetch(server.url, { method: 'POST', headers, body: await signedRequest().text(), ...init })
}

describe('STS errs on command', () => {
  const errors: [StsErrorFault, number, string][] = [
    ['throttle', 400, 'Throttling'],
    ['throttle_429', 429, 'Throttling'],
    ['unavailable', 503, 'ServiceUnavailable'],
    ['internal', 500, 'InternalFailure'],
    ['signature_does_not_match', 403, 'SignatureDoesNotMatch'],
    ['invalid_client_token_id', 403, 'InvalidClientTokenId'],
    ['expired_token', 403, 'ExpiredToken'],
    ['incomplete_signature', 400, 'IncompleteSignature'],
    ['missing_authentication_token', 403, 'MissingAuthenticationToken'],
    ['access_denied', 403, 'AccessDenied'],
  ]
  for (const [fault, status, code] of errors) {
    it(`${fault}: ${status} ${code}`, async () => {
      const answer = await answerTo(fault)
      expect(answer.status).toBe(status)
      expect(answer.text).toContain(`<Code>${code}</Code>`)
    })
  }

  it('with any code of the test’s choice', async () => {
    expect(await answerTo({ kind: 'error', status: 418, code: 'Teapot' })).toMatchObject({ status: 418 })
  })

  it('for as many answers as asked, or until told to behave', async () => {
    sts.misbehave('internal', { times: 1 })
    expect((await sts.handle(signedRequest())).status).toBe(500)
    expect((await sts.handle(signedRequest())).status).toBe(200)
    sts.misbehave('internal')
    sts.behave()
    expect((await sts.handle(signedRequest())).status).toBe(200)
    expect(sts.requests.map(({ result }) => result)).toEqual(['internal', 'GetCallerIdentity', 'GetCallerIdentity'])
  })

  it('as a function of the request', async () => {
    expect((await answerTo((request) => new Response(request.method))).text).toBe('POST')
  })
})

describe('STS says what nobody may believe', () => {
  const arn = 'arn:aws:sts::111122223333:assumed-role/deploy/i-0abc'
  const contents: Record<StsContentFault, RegExp> = {
    two_arns: /<Arn>.*<\/Arn>\s*<Arn>.*<\/Arn>/,
    two_results: /<\/GetCallerIdentityResult>\s*<GetCallerIdentityResult>/,
    two_roots: /<\/GetCallerIdentityResponse>\s*<GetCallerIdentityResponse /,
    doctype_entity: /<!DOCTYPE .*<!ENTITY e "arn:aws:.*<Arn>&e;<\/Arn>/s,
    numeric_references: /<Arn>(&#65;){100}/,
    wrong_namespace: /xmlns="https:\/\/sts\.example\.test\//,
    no_namespace: /<GetCallerIdentityResponse>/,
    account_mismatch: /<Account>444455556666</,
    bad_user_id: /<UserId>not-an-aws-unique-id</,
    arn_five_parts: /<Arn>arn:aws:sts::111122223333</,
    arn_seven_parts: new RegExp(`<Arn>${arn}:surplus<`),
    assumed_role_without_session: /<Arn>arn:aws:sts::111122223333:assumed-role\/deploy</,
    empty_arn: /<Arn><\/Arn>/,
    arn_with_newline: new RegExp(`<Arn>${arn}\\n</Arn>`),
    arn_with_spaces: new RegExp(`<Arn> ${arn} </Arn>`),
    missing_arn: /<GetCallerIdentityResult>\s*<UserId>/,
    json: /^\{"GetCallerIdentityResponse"/,
  }
  for (const [fault, shape] of Object.entries(contents)) {
    it(fault, async () => {
      const answer = await answerTo(fault as StsContentFault)
      expect(answer.status).toBe(200)
      expect(answer.text).toMatch(shape)
    })
  }

  it('about any identity the test makes up', async () => {
    expect((await answerTo({ kind: 'identity', identity: { arn: 'arn:aws:iam::1:root' } })).text).toContain(
      '<Arn>arn:aws:iam::1:root</Arn>',
    )
  })

  it('but never to a caller whose signature is wrong', async () => {
    sts.misbehave('two_arns')
    const stranger = { ...caller, secretAccessKey: 'wrong' }
    expect((await sts.handle(toRequest(signGetCallerIdentity({ credentials: stranger, region, now })))).status).toBe(403)
  })
})

describe('the way to STS is broken on command', () => {
  it('empty, truncated, html, bom, garbage and garbage_prefix change the body', async () => {
    expect(await answerTo('empty')).toMatchObject({ status: 200, text: '' })
    expect((await answerTo('truncated')).text).toMatch(/^<GetCallerIdentityResponse(?!.*<\/GetCallerIdentityResponse>)/s)
    expect((await answerTo('html')).text).toMatch(/^<!doctype html>/)
    sts.misbehave('bom')
    expect([...new Uint8Array(await (await sts.handle(signedRequest())).arrayBuffer()).subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 0x3c])
    expect((await answerTo('garbage')).text).not.toContain('Arn')
    expect((await answerTo('garbage_prefix')).text).toMatch(/^garbage<GetCallerIdentityResponse/)
  })

  it('huge is more than 10 MB', async () => {
    expect((await answerTo('huge')).text.length).toBeGreaterThan(10 * 1024 * 1024)
  })

  it('redirect leads to the metadata service, or where the test says', async () => {
    const answer = await answerTo('redirect')
    expect([answer.status, answer.headers.get('location')]).toEqual([307, 'http://169.254.169.254/latest/meta-data/'])
    const tuned = await answerTo({ kind: 'redirect', status: 302, location: 'https://canary.test/' })
    expect([tuned.status, tuned.headers.get('location')]).toEqual([302, 'https://canary.test/'])
  })

  it('a redirect that is followed in process is recorded at its target', async () => {
    sts.misbehave({ kind: 'redirect', status: 308, location: 'https://canary.test/' }, { times: 1 })
    await sts.fetch(signedRequest())
    expect(sts.requests.map(({ url }) => new URL(url).host)).toEqual(['sts.eu-central-1.amazonaws.com', 'canary.test'])
    sts.misbehave('redirect')
    await expect(sts.fetch(new Request(signedRequest(), { redirect: 'error' }))).rejects.toThrow('fetch failed')
    expect((await sts.fetch(new Request(signedRequest(), { redirect: 'manual' }))).status).toBe(307)
  })

  it('gzip_bomb unfolds to far more than it weighs, in process and over HTTP', async () => {
    sts.misbehave('gzip_bomb')
    for (const response of [await sts.fetch(signedRequest()), await overHttp()]) {
      const reader = response.body?.getReader()
      let length = 0
      while (length < 64 * 1024 * 1024) length += (await reader?.read())?.value?.length ?? Number.NaN
      await reader?.cancel()
      expect(length).toBeGreaterThanOrEqual(64 * 1024 * 1024)
    }
  })

  it('stacked_encodings names 500 encodings', async () => {
    expect((await answerTo('stacked_encodings')).headers.get('content-encoding')?.split(',')).toHaveLength(500)
    await expect(sts.fetch(signedRequest())).rejects.toThrow(TypeError)
  })

  it('drip sends one byte at a time', async () => {
    sts.misbehave({ kind: 'drip', intervalMilliseconds: 1 })
    const sizes: number[] = []
    const response = await sts.handle(signedRequest())
    if (response.body) for await (const chunk of response.body) sizes.push(chunk.length)
    expect(new Set(sizes)).toEqual(new Set([1]))
    expect(sizes.length).toBeGreaterThan(300)
  })

  it('drip ends for a caller who gives up', async () => {
    sts.misbehave('drip')
    for (const send of [(init: RequestInit) => sts.fetch(signedRequest(), init), overHttp]) {
      const controller = new AbortController()
      const response = await send({ signal: controller.signal })
      controller.abort()
      await expect(response.text()).rejects.toThrow(/abort/i)
    }
  })

  it('drip ends for a caller whose request has been collected meanwhile', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    sts.misbehave('drip')
    const controller = new AbortController()
    const response = await sts.fetch(signedRequest(), { signal: controller.signal })
    await new Promise((resolve) => setImmediate(resolve))
    collect()
    controller.abort()
    await expect(response.text()).rejects.toThrow(/abort/i)
  })

  it('hang answers nothing until the caller gives up', async () => {
    sts.misbehave('hang')
    for (const send of [(init: RequestInit) => sts.fetch(signedRequest(), init), overHttp]) {
      await expect(send({ signal: AbortSignal.timeout(20) })).rejects.toThrow(/timeout/i)
    }
  })

  it('reset breaks off in mid-body, in process and over HTTP', async () => {
    sts.misbehave('reset')
    for (const response of [await sts.fetch(signedRequest()), await overHttp()]) {
      expect(response.status).toBe(200)
      await expect(response.text()).rejects.toThrow(TypeError)
    }
  })

  it('refused fails before any answer, in process and over HTTP', async () => {
    sts.misbehave('refused')
    await expect(sts.fetch(signedRequest())).rejects.toThrow('fetch failed')
    await expect(overHttp()).rejects.toThrow('fetch failed')
  })
})
