import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { beforeEach, describe, expect, it } from 'vitest'
import { type AwsSts, createAwsSts } from './aws-sts.ts'
import type { AwsPrincipal } from './principals.ts'
import { CALLER_IDENTITY_BODY, type SignOptions, signGetCallerIdentity, type Tampering, tamper, toRequest } from './sign.ts'

const now = new Date('2026-11-21T09:00:00Z')
const region = 'eu-central-1'
let sts: AwsSts
let caller: AwsPrincipal

beforeEach(() => {
  sts = createAwsSts({ now: () => now })
  caller = sts.addRoleSession({ roleName: 'deploy', sessionName: 'i-0abc', account: '111122223333' })
})

async function ask(
  options: Partial<SignOptions> = {},
  tampering: Tampering = {},
): Promise<{ status: number; text: string; code?: string }> {
  const signed = signGetCallerIdentity({ credentials: caller, region, now, ...options })
  const response = await sts.handle(toRequest(tamper(signed, tampering)))
  const text = await response.text()
  return { status: response.status, text, code: /<Code>(.*)<\/Code>/.exec(text)?.[1] }
}

function minutesFromNow(minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000)
}

describe('a caller STS believes', () => {
  it('is told who it is, in the XML of AWS', async () => {
    const { status, text } = await ask()
    expect(status).toBe(200)
    expect(text.replace(/<RequestId>[0-9a-f-]{36}</, '<RequestId>id<')).toBe(
      `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:sts::111122223333:assumed-role/deploy/i-0abc</Arn>
    <UserId>${caller.userId}</UserId>
    <Account>111122223333</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>id</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`,
    )
  })

  it('gets JSON when it asks for it', async () => {
    const { text } = await ask({ extraHeaders: { Accept: 'application/json' } })
    expect(JSON.parse(text).GetCallerIdentityResponse.GetCallerIdentityResult).toEqual({
      Account: '111122223333',
      Arn: caller.arn,
      UserId: caller.userId,
    })
  })

  it('may sign with the signer of AWS', async () => {
    const signer = new SignatureV4({ credentials: caller, region, service: 'sts', sha256: Sha256 })
    const host = 'sts.eu-central-1.amazonaws.com'
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded', 'x-custom': '  two   words ' }
    const request = { method: 'POST', protocol: 'https:', hostname: host, path: '/', headers, body: CALLER_IDENTITY_BODY }
    const signed = await signer.sign(request, { signingDate: now })
    const response = await sts.handle(
      new Request(`https://${host}/`, { method: 'POST', headers: signed.headers, body: CALLER_IDENTITY_BODY }),
    )
    expect(response.status).toBe(200)
  })

  it('may presign a GET', async () => {
    const signer = new SignatureV4({ credentials: caller, region, service: 'sts', sha256: Sha256 })
    const host = 'sts.eu-central-1.amazonaws.com'
    const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' }
    const request = { method: 'GET', protocol: 'https:', hostname: host, path: '/', headers: { host }, query }
    const presigned = await signer.presign(request, { signingDate: now, expiresIn: 60 })
    const url = `https://${host}/?${Object.entries(presigned.query ?? {})
      .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
      .join('&')}`
    expect((await sts.handle(new Request(url))).status).toBe(200)
    expect((await sts.handle(new Request(url.replace('2011-06-15', '2011-06-16')))).status).toBe(403)
  })

  it('is a role session, a user, root or a federated user of any partition', async () => {
    const principals = [
      [
        sts.addUser({ userName: 'ada', path: '/team/', account: '111122223333' }),
        /^arn:aws:iam::111122223333:user\/team\/ada$/,
        /^AIDA[A-Z2-7]{17}$/,
      ],
      [sts.addRoot({ account: '111122223333' }), /^arn:aws:iam::111122223333:root$/, /^111122223333$/],
      [sts.addFederatedUser({ name: 'ada', account: '111122223333' }), /:federated-user\/ada$/, /^111122223333:ada$/],
      [caller, /:assumed-role\/deploy\/i-0abc$/, /^AROA[A-Z2-7]{17}:i-0abc$/],
    ] as const
    for (const [principal, arn, userId] of principals) {
      expect(principal.arn).toMatch(arn)
      expect(principal.userId).toMatch(userId)
      expect((await ask({ credentials: principal })).text).toContain(`<Arn>${principal.arn}</Arn>`)
    }
    const foreign = sts.addRoot({ partition: 'aws-cn' })
    expect((await ask({ credentials: foreign, region: 'cn-north-1' })).status).toBe(200)
  })
})

describe('a tampered request is refused', () => {
  const mismatch = 'SignatureDoesNotMatch'
  const cases: [string, Partial<SignOptions>, Tampering, number, string][] = [
    ['another body', {}, { body: 'Action=GetCallerIdentity&Version=2011-06-16' }, 403, mismatch],
    ['another signed header', { variant: 'bonafide-cli' }, { headers: { 'X-Bonafide-Server-Id': 'evil' } }, 403, mismatch],
    ['a signed header taken out', { variant: 'bonafide-cli' }, { headers: { 'X-Bonafide-Server-Id': undefined } }, 403, mismatch],
    ['another date', {}, { headers: { 'X-Amz-Date': '20261121T090001Z' } }, 403, mismatch],
    ['another host', {}, { url: 'https://sts.evil.test' }, 403, mismatch],
    ['another region', { host: 'sts.us-west-2.amazonaws.com' }, {}, 403, mismatch],
    ['another region at the global host', { host: 'sts.amazonaws.com' }, {}, 403, mismatch],
    ['another query', {}, { url: 'https://sts.eu-central-1.amazonaws.com/?x=1' }, 403, mismatch],
    ['another service', { scope: { service: 'iam' } }, {}, 403, mismatch],
    ['another scope date', { scope: { scopeDate: '20261120' } }, {}, 403, mismatch],
    ['an unsigned host', { signedHeaders: ['x-amz-date'] }, {}, 403, mismatch],
    ['a date 16 minutes old', { now: minutesFromNow(-16) }, {}, 403, mismatch],
    ['a date 16 minutes ahead', { now: minutesFromNow(16) }, {}, 403, mismatch],
    ['another session token', {}, { headers: { 'X-Amz-Security-Token': 'other' } }, 403, 'InvalidClientTokenId'],
    ['no session token', {}, { headers: { 'X-Amz-Security-Token': undefined } }, 403, 'InvalidClientTokenId'],
    ['no authorization', {}, { headers: { Authorization: undefined } }, 403, 'MissingAuthenticationToken'],
    ['a bearer token', {}, { headers: { Authorization: 'Bearer x' } }, 400, 'IncompleteSignature'],
    ['another algorithm', { scope: { algorithm: 'AWS4-ECDSA-P256-SHA256' } }, {}, 400, 'IncompleteSignature'],
    [
      'no list of signed headers',
      {},
      {
        headers: {
          Authorization: 'AWS4-HMAC-SHA256 Credential=a/20261121/eu-central-1/sts/aws4_request, SignedHeaders=a b;(, Signature=0',
        },
      },
      400,
      'IncompleteSignature',
    ],
    ['no date', {}, { headers: { 'X-Amz-Date': undefined } }, 400, 'IncompleteSignature'],
    ['two dates', {}, { headers: { 'X-Amz-Date': ['20261121T090000Z', '20261121T090000Z'] } }, 400, 'IncompleteSignature'],
    ['another path', { url: 'https://sts.eu-central-1.amazonaws.com/x' }, {}, 404, 'UnknownOperationException'],
    ['another action', { body: 'Action=GetSessionToken&Version=2011-06-15' }, {}, 400, 'InvalidAction'],
    ['no action', { body: 'Version=2011-06-15' }, {}, 400, 'MissingAction'],
  ]
  for (const [what, options, tampering, status, code] of cases) {
    it(`${what}: ${code}`, async () => {
      expect(await ask(options, tampering)).toMatchObject({ status, code })
      expect(sts.requests.at(-1)?.result).toBe(code)
    })
  }

  it('a wrong secret key, an unknown key, a removed key and expired credentials', async () => {
    expect(await ask({ credentials: { ...caller, secretAccessKey: 'wrong' } })).toMatchObject({ status: 403, code: mismatch })
    const unknown = { ...caller, accessKeyId: 'ASIAUNKNOWN' }
    expect(await ask({ credentials: unknown })).toMatchObject({ status: 403, code: 'InvalidClientTokenId' })
    const expired = sts.addUser({ userName: 'ada', expiresAt: now })
    expect(await ask({ credentials: expired })).toMatchObject({ status: 403, code: 'ExpiredToken' })
    sts.removePrincipal(caller.accessKeyId)
    expect(await ask()).toMatchObject({ status: 403, code: 'InvalidClientTokenId' })
  })

  it('keys of another partition are unknown, unless the stand-in is told otherwise', async () => {
    const credentials = sts.addRoot({ partition: 'aws-us-gov' })
    expect(await ask({ credentials })).toMatchObject({ status: 403, code: 'InvalidClientTokenId' })
    sts = createAwsSts({ now: () => now, acceptsForeignPartitions: true })
    sts.addPrincipal(credentials)
    expect((await ask({ credentials })).status).toBe(200)
  })

  it('dates within 15 minutes are still good', async () => {
    expect((await ask({ now: minutesFromNow(-15) })).status).toBe(200)
    expect((await ask({ now: minutesFromNow(15) })).status).toBe(200)
  })
})
