import { type Proof, type SignOptions, signGetCallerIdentity, tamper, toEnvelope } from '@bonafide/stand-ins'
import { describe, expect, test } from 'vitest'
import { awsStsEndpoints } from './endpoints.ts'
import { formContentTypes, signedRequestSchema } from './signed-request.ts'

const credentials = { accessKeyId: 'ASIAABCDEFGHIJKLMNOP', secretAccessKey: 'made up for a test', sessionToken: 'c2Vzc2lvbiB0b2tlbg==' }
const now = new Date(Date.UTC(2026, 3, 5, 12, 0, 0))

const sign = (options: Partial<SignOptions> = {}) => signGetCallerIdentity({ credentials, region: 'eu-central-1', now, ...options })
const envelope = (proof: Proof) => toEnvelope(proof, 'unused').awsIam
const read = (proof: unknown) => signedRequestSchema.safeParse(proof)

/** The field that is refused, or `accepted`. */
function verdict(proof: unknown): unknown {
  const result = read(proof)
  return result.success ? 'accepted' : result.error.issues[0]?.path.join('/')
}

const withHeaders = (headers: Record<string, unknown>, options: Partial<SignOptions> = {}) => {
  const signed = sign(options)
  return envelope({ ...signed, headers: { ...signed.headers, ...headers } })
}
const withAuthorization = (change: (value: string) => unknown, options: Partial<SignOptions> = {}) =>
  withHeaders({ Authorization: change(String(sign(options).headers.Authorization)) }, options)
const withUrl = (url: string) => envelope(tamper(sign(), { url }))
const withBody = (body: string | Uint8Array) => envelope({ ...sign(), body })

describe('a signed request', () => {
  test.each(['phase-cli', 'js', 'python-botocore', 'ruby', 'go-array-headers', 'bonafide-cli'] as const)(
    'as %s writes it is read',
    (variant) => {
      const signed = sign({ variant })
      const result = read(envelope(signed))
      expect(result.error?.issues).toBeUndefined()
      expect(result.data).toMatchObject({
        host: 'sts.eu-central-1.amazonaws.com',
        partition: 'aws',
        region: 'eu-central-1',
        signedAt: now.getTime(),
      })
      expect(result.data).toMatchObject({ accessKeyId: credentials.accessKeyId, sessionToken: credentials.sessionToken })
    },
  )

  test('for every endpoint of AWS is read, the global one scoped to us-east-1', () => {
    for (const { endpoint, regionCode } of awsStsEndpoints) {
      const region = regionCode === 'aws-global' ? 'us-east-1' : regionCode.replace('-fips', '')
      expect(verdict(envelope(sign({ region, host: endpoint.slice(8) })))).toBe('accepted')
    }
  })

  test('the method may be left out', () => {
    const { httpRequestMethod: _, ...rest } = envelope(sign())
    expect(verdict(rest)).toBe('accepted')
  })

  test.each(['Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn&WebIdentityToken=x', 'Action=AssumeRole&Version=2011-06-15'])(
    'AWS-01 no other action: %s',
    (body) => {
      expect(verdict(withBody(body))).toBe('httpRequestBody')
    },
  )

  test('AWS-02 a signed Accept is refused', () => {
    expect(verdict(envelope(sign({ extraHeaders: { Accept: 'application/json' } })))).toBe('httpRequestHeaders')
  })

  test.each(['GET', 'PUT', 'post', 'POST ', 'POST\r\nX: y', '', null, ['POST'], 1])('AWS-04 method %j is refused', (method) => {
    expect(verdict(envelope({ ...sign(), method }))).toBe('httpRequestMethod')
  })

  const body = 'Action=GetCallerIdentity&Version=2011-06-15'
  test.each([
    ['AWS-05', `${body}&RoleArn=x`],
    ['AWS-05', `${body}&Tags=`],
    ['AWS-05', `${body}&`],
    ['AWS-06', 'Action=GetCallerIdentity&Action=AssumeRole&Version=2011-06-15'],
    ['AWS-06', 'Action=AssumeRole&Action=GetCallerIdentity&Version=2011-06-15'],
    ['AWS-07', `action=AssumeRole&${body}`],
    ['AWS-07', `${body}&ACTION=AssumeRole`],
    ['AWS-08', '%41ction=GetCallerIdentity&Version=2011-06-15'],
    ['AWS-08', 'Action=Get%43allerIdentity&Version=2011-06-15'],
    ['AWS-08', 'Action=GetCallerIdentity+&Version=2011-06-15'],
    ['AWS-08', 'Action=GetCallerIdentity;Version=2011-06-15'],
    ['AWS-08', `\ufeff${body}`],
    ['AWS-09', 'Action=GetCallerIdentity&Version=2010-05-08'],
    ['AWS-09', 'Action=GetCallerIdentity'],
    ['AWS-09', `${body}&Version=2011-06-15`],
    ['AWS-22', 'AWSAccessKeyId=AKIA&Signature=x&Action=GetCallerIdentity'],
  ])('%s body %j is refused', (_, text) => {
    expect(verdict(withBody(text))).toBe('httpRequestBody')
  })

  test('AWS-10 a protocol chosen by headers is refused', () => {
    expect(verdict(withHeaders({ 'X-Amz-Target': 'AWSSecurityTokenServiceV20110615.AssumeRole' }))).toBe('httpRequestHeaders')
    expect(verdict(withHeaders({ 'Content-Type': 'application/x-amz-json-1.1' }))).toBe('httpRequestHeaders')
  })

  const host = 'sts.eu-central-1.amazonaws.com'
  test.each([
    ['AWS-11', `https://${host}/?Action=AssumeRole`],
    ['AWS-12', `https://${host}/x`],
    ['AWS-12', `https://${host}//`],
    ['AWS-12', `https://${host}/.`],
    ['AWS-12', `https://${host}/%2e`],
    ['AWS-12', `https://${host}/;a`],
    ['AWS-12', `https://${host}/?`],
    ['AWS-12', `https://${host}/#a`],
    ['AWS-13', `https://${host}@evil.test`],
    ['AWS-13', `https://evil.test#@${host}`],
    ['AWS-13', `https://${host}\\@evil.test`],
    ['AWS-13', `https://${host}:8443`],
    ['AWS-13', `https://${host}:443`],
    ['AWS-13', `https://${host}.`],
    ['AWS-13', `http://${host}`],
    ['AWS-13', `https:${host}`],
    ['AWS-13', `HTTPS://${host}`],
    ['AWS-14', 'https://ｓts.eu-central-1.amazonaws.com'],
    ['AWS-14', 'https://sts。eu-central-1.amazonaws.com'],
    ['AWS-14', 'https://sts%2eeu-central-1.amazonaws.com'],
    ['AWS-14', 'https://sts.eu-\tcentral-1.amazonaws.com'],
    ['AWS-14', 'https://sts.eu-\u00adcentral-1.amazonaws.com'],
    ['AWS-14', 'https://ſts.eu-central-1.amazonaws.com'],
    ['AWS-14', 'https://STS.eu-central-1.amazonaws.com'],
    ['AWS-15', `https://${host}.evil.test`],
    ['AWS-15', 'https://evilsts.amazonaws.com'],
    ['AWS-15', 'https://sts.us-evil-9.amazonaws.com'],
    ['AWS-15', 'https://x.execute-api.us-east-1.amazonaws.com'],
    ['AWS-15', 'https://x.lambda-url.us-east-1.on.aws'],
    ['AWS-15', 'https://bucket.s3.amazonaws.com'],
    ['AWS-15', 'https://vpce-0a.sts.us-east-1.vpce.amazonaws.com'],
    ['AWS-61', `https://${host}/?Action=GetCallerIdentity&X-Amz-Expires=604800`],
    ['AWS-62', `https://${host}/?X-Amz-Credential=a&x-amz-credential=b`],
    ['AWS-63', `https://${host}/?X-Amz-Signature=a`],
  ])('%s URL %j is refused', (_, url) => {
    expect(verdict(withUrl(url))).toBe('httpRequestUrl')
  })

  test('AWS-19 the scope must be that of the host', () => {
    expect(verdict(envelope(sign({ region: 'us-gov-west-1', host: 'sts.amazonaws.com' })))).toBe('httpRequestHeaders')
    expect(verdict(envelope(sign({ region: 'us-east-1', host: 'sts.us-gov-west-1.amazonaws.com' })))).toBe('httpRequestHeaders')
    expect(verdict(envelope(sign({ region: 'eu-west-1', host: 'sts.amazonaws.com' })))).toBe('httpRequestHeaders')
  })

  test.each([{ service: 's3' }, { service: 'iam' }, { scopeDate: '20260404' }, { date: '20260405T120000' }, { date: '20260230T120000Z' }])(
    'AWS-20 a scope or date of %j is refused',
    (scope) => {
      expect(verdict(envelope(sign({ scope })))).toBe('httpRequestHeaders')
    },
  )

  test('AWS-21 SigV4a is refused', () => {
    expect(verdict(envelope(sign({ scope: { algorithm: 'AWS4-ECDSA-P256-SHA256' } })))).toBe('httpRequestHeaders')
    expect(verdict(withHeaders({ 'X-Amz-Region-Set': '*' }))).toBe('httpRequestHeaders')
  })

  test('AWS-22 another scheme is refused', () => {
    expect(verdict(withAuthorization(() => 'Bearer abc'))).toBe('httpRequestHeaders')
    expect(verdict(withAuthorization(() => 'AWS AKIAABCDEFGHIJKLMNOP:abc'))).toBe('httpRequestHeaders')
  })

  test.each([['x-amz-date'], ['host'], ['content-type']])('AWS-23 a signature over %s alone is refused', (name) => {
    expect(verdict(envelope(sign({ signedHeaders: [name, 'x-amz-security-token'] })))).toBe('httpRequestHeaders')
  })

  test('AWS-25 two dates are refused in either order and as an array', () => {
    const [old, fresh] = ['20260405T110000Z', '20260405T120000Z']
    expect(verdict(withHeaders({ 'x-amz-date': old }))).toBe('httpRequestHeaders')
    expect(verdict(withHeaders({ 'X-AMZ-DATE': fresh }))).toBe('httpRequestHeaders')
    expect(verdict(withHeaders({ 'X-Amz-Date': [old, fresh] }))).toBe('httpRequestHeaders')
    const twice = JSON.stringify(sign().headers).replace('{', `{"X-Amz-Date":"${old}",`)
    expect(verdict(envelope({ ...sign(), headers: twice }))).toBe('httpRequestHeaders')
  })

  test.each(['evil.test', `${host}:443`, `a@${host}`, host.toUpperCase(), [host, host]])('AWS-26 Host %j is refused', (value) => {
    expect(verdict(withHeaders({ Host: value }))).toBe('httpRequestHeaders')
  })

  test('AWS-26 Host may be missing, and must not come twice', () => {
    expect(verdict(withHeaders({ host: [host] }))).toBe('accepted')
    expect(verdict(withHeaders({ host, Host: host }))).toBe('httpRequestHeaders')
  })

  test.each([
    ['Connection', 'close, x-bonafide-server-id'],
    ['Transfer-Encoding', 'chunked'],
    ['TE', 'trailers'],
    ['Expect', '100-continue'],
    ['Upgrade', 'h2c'],
    ['Proxy-Authorization', 'Basic eA=='],
    ['X-Forwarded-Host', 'evil.test'],
    ['X-Original-URL', '/x'],
    ['Forwarded', 'host=evil.test'],
  ])('AWS-27 %s takes no part, and must not be signed', (name, value) => {
    expect(verdict(withHeaders({ [name]: value }))).toBe('accepted')
    expect(verdict(envelope(sign({ extraHeaders: { [name]: value } })))).toBe('httpRequestHeaders')
  })

  test.each(['a\rb', 'a\nb', 'a\u0000b', 'a\u0100b', ' a', 'a ', 'a\r\n b', ''])('AWS-29 header value %j is refused', (value) => {
    expect(verdict(withHeaders({ 'User-Agent': value }))).toBe('httpRequestHeaders')
  })

  test.each([1, null, true, {}, [['a']], [], [1]])('AWS-30 header value %j is refused', (value) => {
    expect(verdict(withHeaders({ 'User-Agent': value }))).toBe('httpRequestHeaders')
  })

  test('AWS-30 too many, too large and oddly named headers are refused', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}`, 'b']))
    expect(verdict(withHeaders(many))).toBe('httpRequestHeaders')
    expect(verdict(withHeaders({ a: 'b'.repeat(9000) }))).toBe('httpRequestHeaders')
    expect(() => verdict(withHeaders({ a: 'b'.repeat(65_536) }))).toThrow(/larger/)
    expect(verdict(envelope({ ...sign(), headers: JSON.stringify(sign().headers).replace('{', '{"__proto__":"x",') }))).toBe(
      'httpRequestHeaders',
    )
    expect(verdict(withHeaders({ constructor: 'x' }))).toBe('accepted')
    expect(verdict(withHeaders({ 'a b': 'x' }))).toBe('httpRequestHeaders')
    for (const headers of ['[]', 'null', '"x"', '{', '1']) expect(verdict(envelope({ ...sign(), headers }))).toBe('httpRequestHeaders')
  })

  test.each([
    ['two lists', (value: string) => value.replace('SignedHeaders=', 'SignedHeaders=host, SignedHeaders=')],
    ['two signatures', (value: string) => `${value}, Signature=${'0'.repeat(64)}`],
    ['a folded header', (value: string) => value.split(', ')],
    ['garbage at the end', (value: string) => `${value}x`],
    ['a lower-case scheme', (value: string) => value.replace('AWS4-HMAC-SHA256', 'aws4-hmac-sha256')],
    ['an upper-case signature', (value: string) => value.replace(/[0-9a-f]{64}/, (text) => text.toUpperCase())],
    ['unsorted names', (value: string) => value.replace('content-length;content-type', 'content-type;content-length')],
    ['a name twice', (value: string) => value.replace('host;', 'host;host;')],
    ['another order', (value: string) => value.split(', ').reverse().join(', ')],
    ['a short key', (value: string) => value.replace('ASIAABCDEFGHIJKLMNOP', 'ASIA')],
    ['nothing', () => undefined],
  ])('AWS-32 Authorization with %s is refused', (_, change) => {
    expect(verdict(withAuthorization(change))).toBe('httpRequestHeaders')
  })

  const fields = ['httpRequestUrl', 'httpRequestHeaders', 'httpRequestBody'] as const
  test.each(fields)('AWS-33 %s must be standard base64', (field) => {
    const good = envelope(sign())
    const encoded = good[field]
    const spoilt = [
      `${encoded}!!!!`,
      ` ${encoded}`,
      `${encoded.slice(0, 8)} ${encoded.slice(8)}`,
      `${encoded}=`,
      encoded.replace(/=*$/, '-_'),
    ]
    for (const text of ['', 'a', ...spoilt, Buffer.from(encoded).toString('base64')]) {
      expect(verdict({ ...good, [field]: text })).toBe(field)
    }
    expect(() => verdict({ ...good, [field]: 'A'.repeat(5_000_000) })).toThrow(expect.objectContaining({ code: 'too_large' }))
  })

  test.each(fields)('AWS-34 %s must be UTF-8 without a byte order mark', (field) => {
    const good = envelope(sign())
    const bytes = Buffer.from(good[field], 'base64')
    expect(verdict({ ...good, [field]: Buffer.concat([bytes, Buffer.from([0xff])]).toString('base64') })).toBe(field)
    expect(verdict({ ...good, [field]: Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]).toString('base64') })).toBe(field)
  })

  test.each([undefined, null, [], 'x', 1, {}, { httpRequestUrl: 1 }])('AWS-35 %j is not a proof', (proof) => {
    expect(read(proof).success).toBe(false)
  })

  test('AWS-35 an unknown field is refused', () => {
    expect(read({ ...envelope(sign()), stsEndpoint: 'https://evil.test' }).success).toBe(false)
  })

  test('R-184 a request without date or authorization is refused', () => {
    expect(verdict(withHeaders({ 'X-Amz-Date': undefined }))).toBe('httpRequestHeaders')
    expect(verdict(withHeaders({ Authorization: undefined }))).toBe('httpRequestHeaders')
  })

  test('a session token must be given and signed, or neither', () => {
    expect(verdict(withHeaders({ 'X-Amz-Security-Token': undefined }))).toBe('httpRequestHeaders')
    const longLived = { accessKeyId: 'AKIAABCDEFGHIJKLMNOP', secretAccessKey: 'x' }
    expect(verdict(envelope(sign({ credentials: longLived })))).toBe('accepted')
    expect(verdict(withHeaders({ 'X-Amz-Security-Token': credentials.sessionToken }, { credentials: longLived }))).toBe(
      'httpRequestHeaders',
    )
  })

  test('a wrong body hash is refused', () => {
    expect(verdict(envelope(tamper(sign({ variant: 'js' }), { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })))).toBe(
      'httpRequestHeaders',
    )
  })

  test('both form content types are known, and the longer one is the default', () => {
    expect(read(withHeaders({ 'Content-Type': formContentTypes[1] })).data?.contentType).toBe(formContentTypes[1])
    expect(read(envelope(sign({ variant: 'ruby' }))).data?.contentType).toBe(formContentTypes[0])
  })
})
