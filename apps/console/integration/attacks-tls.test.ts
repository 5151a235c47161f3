import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createSafeFetch } from '../src/server/outbound/safe-fetch.ts'

/** A platform whose certificate does not prove who it is. */

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

describe('AWS-50: a host that vouches for itself', () => {
  it.each([
    ['of the right name', 'platform.test', [-1, 1]],
    ['of another name', 'other.test', [-1, 1]],
    ['that has expired', 'platform.test', [-2, -1]],
  ] as const)('with a certificate %s is not spoken to', async (_, name, [fromDay, toDay]) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const cert = selfSigned(name, privateKey, publicKey, [fromDay, toDay])
    let heard = 0
    const server = createServer({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert }, (_request, response) => {
      heard++
      response.end('keys')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => server.close())
    const { port } = server.address() as AddressInfo

    const fetch = createSafeFetch({ allowPrivateHosts: [`platform.test:${port}`], resolve: async () => ['127.0.0.1'] })
    await expect(fetch(`https://platform.test:${port}/`)).rejects.toMatchObject({ name: 'OutboundError', failure: 'unreachable' })
    expect(heard).toBe(0)

    // CTRL: to whoever trusts that certificate the same server answers, if name and dates are right.
    const status = await new Promise<number | string>((resolve) => {
      const options = { host: '127.0.0.1', port, servername: 'platform.test', ca: cert, agent: false }
      const request = get(options, (response) => resolve(response.resume().statusCode ?? 0))
      request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
    expect(status).toBe(name === 'other.test' ? 'ERR_TLS_CERT_ALTNAME_INVALID' : toDay < 0 ? 'CERT_HAS_EXPIRED' : 200)
  })
})

it('N-21 tells when the certificate of the other side ends, on a kept connection too, and nothing of the kind over plain http', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = selfSigned('platform.test', privateKey, publicKey, [-1, 9])
  const answer: RequestListener = (_request, response) => void response.end('keys')
  const secure = createServer({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert }, answer)
  const plain = createPlainServer(answer)
  for (const server of [secure, plain]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => {
      server.closeAllConnections()
      server.close()
    })
  }
  const places = [secure, plain].map((server) => `platform.test:${(server.address() as AddressInfo).port}`)
  const fetch = createSafeFetch({ allowPrivateHosts: places, resolve: async () => ['127.0.0.1'] })
  for (let call = 0; call < 2; call++) {
    const { certificateEndsAt } = await fetch(`https://${places[0]}/`, { certificateAuthority: cert })
    expect(Math.abs((certificateEndsAt ?? 0) - (Date.now() + 9 * 86_400_000))).toBeLessThan(60_000)
  }
  expect((await fetch(`http://${places[1]}/`)).certificateEndsAt).toBeUndefined()
})

/** DER (ITU-T X.690): tag, length, contents. */
function der(tag: number, ...contents: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(contents.map((content) => (typeof content === 'string' ? Buffer.from(content, 'latin1') : content)))
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

/** A certificate for one host name (RFC 5280 4.1), signed by its own key; days are counted from now. */
function selfSigned(host: string, privateKey: KeyObject, publicKey: KeyObject, [fromDay, toDay]: readonly [number, number]): string {
  const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
  const utcTime = (day: number) =>
    der(0x17, `${new Date(Date.now() + day * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`)
  const ecdsaWithSha256 = der(0x30, oid('2a8648ce3d040302'))
  const name = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, host))))
  const alternativeName = der(0x30, oid('551d11'), der(0x04, der(0x30, der(0x82, host))))
  const toBeSigned = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, utcTime(fromDay), utcTime(toDay)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, alternativeName)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey))
  const certificate = der(0x30, toBeSigned, ecdsaWithSha256, signature)
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
}
