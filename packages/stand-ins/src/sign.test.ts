import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, it } from 'vitest'
import { createAwsSts, SIGNED_HOST_HEADER } from './aws-sts.ts'
import { CALLER_IDENTITY_BODY, type SignerVariant, signGetCallerIdentity, tamper, toEnvelope, toRequest } from './sign.ts'
import { stsHost } from './sts-hosts.ts'

const now = new Date('2026-11-21T09:00:00Z')
const variants: SignerVariant[] = ['phase-cli', 'bonafide-cli', 'js', 'python-botocore', 'ruby', 'go-array-headers']

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8')
}

describe('the signers', () => {
  for (const variant of variants) {
    for (const region of ['us-east-1', 'eu-central-1', 'cn-north-1', 'us-gov-west-1']) {
      it(`${variant} in ${region} signs what STS accepts`, async () => {
        const sts = createAwsSts({ now: () => now })
        const partition = { 'cn-north-1': 'aws-cn', 'us-gov-west-1': 'aws-us-gov' }[region] ?? 'aws'
        const credentials = sts.addRoleSession({ roleName: 'deploy', sessionName: 'i-0abc', partition })
        const signed = signGetCallerIdentity({ credentials, region, now, variant })
        const response = await sts.handle(toRequest(signed))
        expect(await response.text()).toContain(`<Arn>${credentials.arn}</Arn>`)
      })
    }
  }

  it('agree with the AWS signer on the signature itself', async () => {
    const credentials = createAwsSts().addUser({ userName: 'ada' })
    const host = stsHost('eu-central-1')
    const signer = new SignatureV4({ credentials, region: 'eu-central-1', service: 'sts', sha256: Sha256 })
    const headers = { host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
    const request = { method: 'POST', protocol: 'https:', hostname: host, path: '/', headers, body: CALLER_IDENTITY_BODY }
    const theirs = await signer.sign(request, { signingDate: now })
    const ours = signGetCallerIdentity({ credentials, region: 'eu-central-1', now, variant: 'js' })
    expect(ours.headers.authorization).toBe(theirs.headers.authorization)
  })

  it('write their requests down as the clients do', () => {
    const credentials = createAwsSts().addRoleSession({ roleName: 'deploy', sessionName: 's' })
    const sign = (variant: SignerVariant) => signGetCallerIdentity({ credentials, region: 'us-east-1', now, variant })
    expect(sign('phase-cli').url).toBe('https://sts.amazonaws.com')
    expect(Object.keys(sign('phase-cli').headers)).toEqual(['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token'])
    expect(sign('phase-cli').headers.Authorization).toContain(
      'SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-security-token,',
    )
    expect(sign('js').url).toBe('https://sts.us-east-1.amazonaws.com/')
    expect(sign('ruby').headers).not.toHaveProperty('content-type')
    expect(sign('ruby').headers).toHaveProperty('host', 'sts.us-east-1.amazonaws.com')
    expect(sign('go-array-headers').headers['X-Amz-Date']).toEqual(['20261121T090000Z'])
    expect(sign('bonafide-cli').headers).toHaveProperty('X-Bonafide-Server-Id', 'bonafide.test')
    expect(sign('bonafide-cli').headers.Authorization).toContain('x-bonafide-server-id,')
  })

  it('put a proof into the envelope of the exchange route', () => {
    const credentials = createAwsSts().addUser({ userName: 'ada' })
    const signed = signGetCallerIdentity({ credentials, region: 'eu-central-1', now })
    const envelope = toEnvelope(signed, 'account-1', 900)
    expect(envelope).toMatchObject({ account: { type: 'service', id: 'account-1' }, tokenRequest: { ttl: 900 } })
    expect(decode(envelope.awsIam.httpRequestUrl)).toBe('https://sts.eu-central-1.amazonaws.com')
    expect(JSON.parse(decode(envelope.awsIam.httpRequestHeaders))).toEqual(signed.headers)
    expect(decode(envelope.awsIam.httpRequestBody)).toBe(CALLER_IDENTITY_BODY)
    expect(toEnvelope(signed, 'account-1')).not.toHaveProperty('tokenRequest')
    expect(decode(toEnvelope({ ...signed, headers: '{"a":1,"a":2}' }, 'x').awsIam.httpRequestHeaders)).toBe('{"a":1,"a":2}')
  })

  it('leave the signature alone when a request is tampered with', () => {
    const signed = signGetCallerIdentity({ credentials: createAwsSts().addUser({ userName: 'ada' }), region: 'eu-central-1', now })
    const changed = tamper(signed, { body: 'x', headers: { 'X-Amz-Date': undefined, 'X-New': '1' } })
    expect(changed.headers).toEqual({
      Authorization: signed.headers.Authorization,
      'Content-Type': signed.headers['Content-Type'],
      'X-New': '1',
    })
    expect(changed.body).toBe('x')
  })

  it('can be followed over HTTP with the signed host named in a header', async () => {
    const sts = createAwsSts({ now: () => now })
    const credentials = sts.addRoleSession({ roleName: 'deploy', sessionName: 's' })
    const server = await sts.listen()
    const { headers, body } = signGetCallerIdentity({ credentials, region: 'eu-central-1', now })
    const send = (extra: Record<string, string>) =>
      fetch(server.url, { method: 'POST', body, headers: { ...(headers as Record<string, string>), ...extra } })
    expect((await send({})).status).toBe(403)
    expect((await send({ [SIGNED_HOST_HEADER]: 'sts.eu-central-1.amazonaws.com' })).status).toBe(200)
    expect(server.requests.map((request) => request.result)).toEqual(['SignatureDoesNotMatch', 'GetCallerIdentity'])
    await server.close()
  })
})
