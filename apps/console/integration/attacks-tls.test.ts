import { generateKeyPairSync } from 'node:crypto'
import { createServer as createPlainServer, type RequestListener } from 'node:http'
import { createServer, get } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '@bonafide/stand-ins'
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
