import type { ServiceAccount } from '@bonafide/core'
import {
  type AwsPrincipal,
  CALLER_IDENTITY_BODY,
  type Proof,
  type SignOptions,
  signGetCallerIdentity,
  tamper,
  toEnvelope,
} from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsRoute, expectRefusal } from './refusals.ts'
import { createWorld, post, type World } from './world.ts'

/** Everything that a client may put into its proof and that must not reach STS: group A1 of the catalogue, through the real door. */

let world: World
let account: ServiceAccount
let role: AwsPrincipal

beforeAll(async () => {
  world = await createWorld()
  account = await world.account()
  await world.awsIdentity(account.id)
  role = world.role()
})
afterAll(async () => {
  // NL: whatever was sent, no line of the log repeats it.
  const lines = world.logged.join('\n')
  for (const secret of [role.sessionToken ?? '', 'Signature=', 'evil.test', 'arn:aws:iam']) expect(lines).not.toContain(secret)
  await world.close()
})

let sent = 0
/** Every request comes from an address of its own, so that no rate limit answers for us. */
const elsewhere = () => ({ 'x-test-address': `198.51.${Math.floor(++sent / 250)}.${sent % 250}` })
const sign = (options: Partial<SignOptions> = {}) =>
  signGetCallerIdentity({ credentials: role, region: 'eu-central-1', now: world.now(), ...options })
const wrap = (proof: Proof) => toEnvelope(proof, account.id)

const withBody = (body: string | Uint8Array) => () => wrap({ ...sign(), body })
const withUrl = (url: string) => () => wrap(tamper(sign(), { url }))
const withMethod = (method: unknown) => () => wrap({ ...sign(), method })
const withRawHeaders = (change: (json: string) => string | Uint8Array) => () =>
  wrap({ ...sign(), headers: change(JSON.stringify(sign().headers)) })
const withHeaders = (headers: Record<string, unknown>) => () => {
  const signed = sign()
  return wrap({ ...signed, headers: { ...signed.headers, ...headers } })
}
const withAuthorization = (change: (value: string) => unknown) => () => {
  const signed = sign()
  return wrap({ ...signed, headers: { ...signed.headers, Authorization: change(String(signed.headers.Authorization)) } })
}
const signed = (options: Partial<SignOptions>) => () => wrap(sign(options))
const field = (name: 'httpRequestUrl' | 'httpRequestHeaders' | 'httpRequestBody', change: (encoded: string) => unknown) => () => {
  const envelope = wrap(sign())
  return { ...envelope, awsIam: { ...envelope.awsIam, [name]: change(envelope.awsIam[name]) } }
}
const whole = (change: (envelope: Record<string, unknown>) => unknown) => () => change(wrap(sign()))

const host = 'sts.eu-central-1.amazonaws.com'
const hex64 = '0'.repeat(64)
const fields = ['httpRequestUrl', 'httpRequestHeaders', 'httpRequestBody'] as const
const bytesOf = (encoded: string) => Buffer.from(encoded, 'base64')

type Line = [id: string, what: string, make: () => unknown]
const each = <Value>(id: string, values: readonly Value[], make: (value: Value) => () => unknown): Line[] =>
  values.map((value) => [id, JSON.stringify(value)?.slice(0, 60) ?? 'nothing', make(value)])

const malformed: Line[] = [
  ...each('AWS-01', ['Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn&WebIdentityToken=x', 'Action=AssumeRole'], withBody),
  ['AWS-02', 'a signed Accept', signed({ extraHeaders: { Accept: 'application/json' } })],
  ...each('AWS-04', ['GET', 'PUT', 'post', 'POST ', 'POST\r\nX: y', '', null, ['POST']], withMethod),
  ...each('AWS-05', [`${CALLER_IDENTITY_BODY}&RoleArn=x`, `${CALLER_IDENTITY_BODY}&Tags=`, `${CALLER_IDENTITY_BODY}&`], withBody),
  ...each(
    'AWS-06',
    ['Action=GetCallerIdentity&Action=AssumeRole&Version=2011-06-15', 'Action=AssumeRole&Action=GetCallerIdentity&Version=2011-06-15'],
    withBody,
  ),
  ...each('AWS-07', [`action=AssumeRole&${CALLER_IDENTITY_BODY}`, `${CALLER_IDENTITY_BODY}&ACTION=AssumeRole`], withBody),
  ...each(
    'AWS-08',
    ['%41ction=GetCallerIdentity', 'Action=Get%43allerIdentity', 'Action=GetCallerIdentity+', 'Action=GetCallerIdentity;'].map(
      (start) => `${start}&Version=2011-06-15`,
    ),
    withBody,
  ),
  ['AWS-08', 'a byte order mark', withBody(`\ufeff${CALLER_IDENTITY_BODY}`)],
  ...each(
    'AWS-09',
    ['2010-05-08', '', '2011-06-15&Version=2011-06-15'].map((version) => `Action=GetCallerIdentity&Version=${version}`),
    withBody,
  ),
  ['AWS-10', 'a JSON target', withHeaders({ 'X-Amz-Target': 'AWSSecurityTokenServiceV20110615.AssumeRole' })],
  ['AWS-10', 'a JSON type', withHeaders({ 'Content-Type': 'application/x-amz-json-1.1' })],
  ['AWS-11', 'an action in the URL', withUrl(`https://${host}/?Action=AssumeRole`)],
  ...each(
    'AWS-12',
    ['/x', '//', '/.', '/%2e', '/;a', '/?', '/#a'].map((path) => `https://${host}${path}`),
    withUrl,
  ),
  ...each(
    'AWS-13',
    [
      `https://${host}@evil.test`,
      `https://evil.test#@${host}`,
      `https://${host}\\@evil.test`,
      `https://${host}:8443`,
      `https://${host}.`,
      `http://${host}`,
      `https:${host}`,
    ],
    withUrl,
  ),
  ...each(
    'AWS-14',
    ['ｓts', 'sts。eu', 'sts%2eeu', 's\tts', 's\u00adts', 'ſts', 'STS'].map((start) => `https://${start}.eu-central-1.amazonaws.com`),
    withUrl,
  ),
  ...each(
    'AWS-15',
    [
      `${host}.evil.test`,
      'evilsts.amazonaws.com',
      'sts.us-evil-9.amazonaws.com',
      'x.execute-api.us-east-1.amazonaws.com',
      'x.lambda-url.us-east-1.on.aws',
      'bucket.s3.amazonaws.com',
      'vpce-0a.sts.us-east-1.vpce.amazonaws.com',
    ].map((name) => `https://${name}`),
    withUrl,
  ),
  ['AWS-19', 'a scope of GovCloud at the global host', signed({ region: 'us-gov-west-1', host: 'sts.amazonaws.com' })],
  ['AWS-19', 'a commercial scope at a host of GovCloud', signed({ region: 'us-east-1', host: 'sts.us-gov-west-1.amazonaws.com' })],
  ...each('AWS-20', [{ service: 's3' }, { service: 'iam' }, { scopeDate: '20200101' }], (scope) => signed({ scope })),
  ['AWS-21', 'SigV4a', signed({ scope: { algorithm: 'AWS4-ECDSA-P256-SHA256' } })],
  ['AWS-21', 'a set of regions', withHeaders({ 'X-Amz-Region-Set': '*' })],
  ['AWS-22', 'SigV2 in the body', withBody(`AWSAccessKeyId=AKIA&Signature=x&${CALLER_IDENTITY_BODY}`)],
  ['AWS-22', 'a bearer token', withAuthorization(() => 'Bearer abc')],
  ...each('AWS-23', ['host', 'x-amz-date'], (name) => signed({ signedHeaders: [name, 'x-amz-security-token'] })),
  ['AWS-25', 'an old date first', withRawHeaders((json) => json.replace('{', '{"x-amz-date":"20200101T000000Z",'))],
  ['AWS-25', 'an old date last', withHeaders({ 'x-amz-date': '20200101T000000Z' })],
  ['AWS-25', 'a list of dates', withHeaders({ 'X-Amz-Date': ['20200101T000000Z', '20200102T000000Z'] })],
  ...each('AWS-26', ['evil.test', `${host}:443`, `a@${host}`, [host, host]], (value) => withHeaders({ Host: value })),
  ['AWS-26', 'host and Host', withHeaders({ host, Host: host })],
  ...each(
    'AWS-27',
    ['Connection', 'Transfer-Encoding', 'TE', 'Expect', 'Upgrade', 'Proxy-Authorization', 'X-Forwarded-Host', 'Forwarded'],
    (name) => signed({ extraHeaders: { [name]: 'x' } }),
  ),
  ...each('AWS-29', ['a\rb', 'a\nb', 'a\u0000b', 'a\u0100b', ' a', 'a ', 'a\r\n b'], (value) => withHeaders({ 'User-Agent': value })),
  ...each('AWS-30', [1, null, true, {}, [['a']]], (value) => withHeaders({ 'User-Agent': value })),
  ['AWS-30', '500 headers', withHeaders(Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}`, 'b'])))],
  ['AWS-30', 'a large header', withHeaders({ a: 'b'.repeat(9000) })],
  ['AWS-30', '__proto__', withRawHeaders((json) => json.replace('{', '{"__proto__":"x",'))],
  [
    'AWS-32',
    'two lists of signed headers',
    withAuthorization((value) => value.replace('SignedHeaders=', 'SignedHeaders=host, SignedHeaders=')),
  ],
  ['AWS-32', 'two signatures', withAuthorization((value) => `${value}, Signature=${hex64}`)],
  ['AWS-32', 'a folded header', withAuthorization((value) => value.split(', '))],
  ['AWS-32', 'garbage at the end', withAuthorization((value) => `${value}x`)],
  ['AWS-32', 'a lower-case scheme', withAuthorization((value) => value.replace('AWS4-HMAC-SHA256', 'aws4-hmac-sha256'))],
  ...fields.flatMap((name): Line[] => [
    ['AWS-33', `${name} with garbage`, field(name, (encoded) => `${encoded}!!!!`)],
    ['AWS-33', `${name} with a space`, field(name, (encoded) => `${encoded.slice(0, 8)} ${encoded.slice(8)}`)],
    ['AWS-33', `${name} encoded twice`, field(name, (encoded) => Buffer.from(encoded).toString('base64'))],
    ['AWS-33', `${name} url-safe`, field(name, (encoded) => `${encoded.replaceAll('=', '')}-_`)],
    ['AWS-34', `${name} not UTF-8`, field(name, (encoded) => Buffer.concat([bytesOf(encoded), Buffer.from([0xff])]).toString('base64'))],
    [
      'AWS-34',
      `${name} with a byte order mark`,
      field(name, (encoded) => Buffer.concat([Buffer.from('\ufeff'), bytesOf(encoded)]).toString('base64')),
    ],
  ]),
  ...each('AWS-35', ['x', [], 1, null], (value) => whole((envelope) => ({ ...envelope, account: value }))),
  ['AWS-35', 'no proof', whole(({ awsIam: _, ...rest }) => rest)],
  ['AWS-35', 'a list for tokenRequest', whole((envelope) => ({ ...envelope, tokenRequest: [] }))],
  ...each('AWS-35', [[], null, 'x'], (value) => () => value),
  ...each(
    'AWS-36',
    [{ $ne: null }, '０190a5b0-7b1c-7000-8000-000000000001', '0190a5b0-7b1c-7000-8000-000000000001\n', 'x'.repeat(20_000)],
    (id) => whole((envelope) => ({ ...envelope, account: { type: 'service', id } })),
  ),
  ['AWS-61', 'the presigned form', withUrl(`https://${host}/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Expires=604800`)],
  ['AWS-62', 'presigned parameters twice', withUrl(`https://${host}/?X-Amz-Credential=a&x-amz-credential=b&X-Amz-SignedHeaders=host`)],
  ['AWS-63', 'two authorities', withUrl(`https://${host}/?X-Amz-Signature=${hex64}`)],
]

describe('a proof that is not exactly what our clients send is malformed, and nothing is dialled', () => {
  it.each(malformed)('%s %s', async (_, __, make) => {
    await expectRefusal(world, make(), { status: 400, code: 'malformed_request', outbound: 0 }, awsRoute, elsewhere())
  })

  it.each([
    ['AWS-30 a header of 64 kB', withHeaders({ a: 'b'.repeat(65_536) })],
    ['AWS-33 5 MB of base64', field('httpRequestUrl', () => 'A'.repeat(5_000_000))],
    ['AWS-36 an account id of 1 MB', whole((envelope) => ({ ...envelope, account: { type: 'service', id: 'x'.repeat(1_000_000) } }))],
  ] as [string, () => unknown][])('%s is too large', async (_, make) => {
    await expectRefusal(world, make(), { status: 413, code: 'too_large', outbound: 0 }, awsRoute, elsewhere())
  })

  it('AWS-36 an unknown account in upper case is denied like any unknown account', async () => {
    const body = toEnvelope(sign(), '0190A5B0-7B1C-7000-8000-00000000ABCD')
    await expectRefusal(world, body, { status: 401, code: 'login_denied', outbound: 1 }, awsRoute, elsewhere())
  })
})

describe('CTRL: what takes no part in the signature changes nothing, and goes nowhere', () => {
  const bystanders: [string, Record<string, string>][] = [
    ['AWS-02', { Accept: 'application/json' }],
    ['AWS-27', { Connection: 'close', 'Transfer-Encoding': 'chunked', Expect: '100-continue', Upgrade: 'h2c', 'X-Original-URL': '/x' }],
    ['AWS-28', { 'Content-Length': '1' }],
    ['AWS-28', { 'Content-Length': '9999' }],
  ]
  it.each(bystanders)('%s %j', async (_, unsignedHeaders) => {
    const other = world.role('app', `bystander-${++sent}`)
    const startedAt = performance.now()
    const answer = await post(`${world.node.url}${awsRoute}`, world.awsBody(other, account.id, { unsignedHeaders }), elsewhere())
    expect(answer.status, answer.text).toBe(200)
    expect(performance.now() - startedAt).toBeLessThan(1000)
    const request = world.sts.requests.at(-1)
    expect(request?.headers.accept).toBe('application/xml')
    for (const name of ['connection', 'transfer-encoding', 'expect', 'upgrade', 'x-original-url', 'content-length'])
      expect(request?.headers).not.toHaveProperty(name)
  })
})
