import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { OutboundError } from '@bonafide/core'
import { afterEach, describe, expect, it } from 'vitest'
import { isPublicAddress } from './addresses.ts'
import { createSafeFetch, type SafeFetchOptions } from './safe-fetch.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A server on the loopback interface, known to the resolver as `issuer.test` and named by the operator. */
async function serve(listener: RequestListener, options: SafeFetchOptions = {}) {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const fetch = createSafeFetch({ allowPrivateHosts: [`issuer.test:${port}`], resolve: async () => ['127.0.0.1'], ...options })
  return { port, url: `http://issuer.test:${port}`, fetch }
}

/** A socket that notes who connects and says nothing. */
async function tap() {
  let connections = 0
  const server = createTcpServer((socket) => {
    connections++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return { port: (server.address() as AddressInfo).port, connections: () => connections }
}

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof OutboundError ? error.failure : `unexpected: ${String(error)}`),
  )

describe('where a request may go', () => {
  it.each([
    '10.0.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.168.1.1',
    '172.16.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '::1',
    '::',
    'fc00::1',
    'fe80::1',
    'fe80::1%eth0',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '::7f00:1',
    '4000::1',
    '64:ff9b::a9fe:a9fe',
    '2002:a00:1::',
    '2001:0:1::1',
    'ff02::1',
    '010.0.0.1',
    'localhost',
  ])('JWT-65 %s is not public', (address) => expect(isPublicAddress(address)).toBe(false))

  it.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111'])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    'http://issuer.test/',
    'ftp://issuer.test/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://user@issuer.test/',
    'https://issuer.test#@evil.test/',
    'https:\\\\issuer.test/',
    'https:/issuer.test/',
    'https://ISSUER.test/',
    'https://issuer\u3002test/',
    'https://is\tsuer.test/',
    'https://iss%75er.test/',
    'not a url',
  ])('%s is refused and nothing is resolved', async (url) => {
    let resolved = 0
    const fetch = createSafeFetch({
      resolve: async () => {
        resolved++
        return ['127.0.0.1']
      },
    })
    expect(await failureOf(fetch(url))).toBe('refused')
    expect(resolved).toBe(0)
  })

  it('JWT-65 a name with one private address among public ones is refused and nobody is dialled', async () => {
    const { port, connections } = await tap()
    const fetch = createSafeFetch({ resolve: async () => ['8.8.8.8', '127.0.0.1'], dial: () => '127.0.0.1' })
    expect(await failureOf(fetch(`https://issuer.test:${port}/`))).toBe('refused')
    expect(connections()).toBe(0)
  })

  it('AWS-18 the address that was checked is the address that is dialled, whatever the name says next', async () => {
    const { port, connections } = await tap()
    const dialled: string[] = []
    const answers = [['8.8.8.8'], ['127.0.0.1']]
    let asked = 0
    const resolve = async () => answers[Math.min(asked++, 1)] ?? []
    const fetch = createSafeFetch({
      resolve,
      dial: (address) => {
        dialled.push(address)
        return '127.0.0.1'
      },
    })
    expect(await failureOf(fetch(`https://issuer.test:${port}/`))).toBe('unreachable')
    expect({ asked, dialled, connections: connections() }).toEqual({ asked: 1, dialled: ['8.8.8.8'], connections: 1 })
    expect(await failureOf(fetch(`https://issuer.test:${port}/`))).toBe('refused')
    expect(connections()).toBe(1)
  })

  it('a private host that the operator named is reached, its neighbour on another port is not', async () => {
    const { url, port, fetch } = await serve((_, response) => response.end('keys'))
    expect(Buffer.from((await fetch(`${url}/jwks`)).body).toString()).toBe('keys')
    expect(await failureOf(fetch(`https://issuer.test:${port === 65535 ? 1 : port + 1}/`))).toBe('refused')
  })

  it('an override changes where we connect and tells the host that was meant', async () => {
    const seen: (string | undefined)[] = []
    const { port } = await serve((request, response) => {
      seen.push(request.url, request.headers.host, request.headers['x-bonafide-signed-host'] as string)
      response.end()
    })
    const url = new URL(`http://127.0.0.1:${port}/sts`)
    const fetch = createSafeFetch({
      overrides: [{ appliesTo: (host) => host === 'sts.amazonaws.com', url, originalHostHeader: 'x-bonafide-signed-host' }],
    })
    await fetch('https://sts.amazonaws.com/?a=b', { method: 'POST', body: 'x', headers: { host: 'evil.test', 'content-length': '0' } })
    expect(seen).toEqual(['/sts/?a=b', `127.0.0.1:${port}`, 'sts.amazonaws.com'])
  })
})

describe('what an answer may be', () => {
  it('a redirect is not followed', async () => {
    let requests = 0
    const { url, fetch } = await serve((_, response) => {
      requests++
      response.writeHead(307, { location: '/again' }).end()
    })
    expect(await failureOf(fetch(url))).toBe('redirected')
    expect(requests).toBe(1)
  })

  it('an endless answer is cut off at the limit', async () => {
    const { url, fetch } = await serve((_, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(64 * 1024)));
      }
      response.on('drain', more)
      more()
    })
    expect(await failureOf(fetch(url, { maxBytes: 100_000 }))).toBe('too_large')
  })

  it('an answer that drips ends at the deadline', async () => {
    const { url, fetch } = await serve((_, response) => {
      const timer = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(timer))
    })
    expect(await failureOf(fetch(url, { timeoutMs: 200 }))).toBe('timeout')
  })

  it('a compressed answer is refused unread', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const { url, fetch } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect(await failureOf(fetch(url))).toBe('refused')
  })

  it('an answer that breaks off is no answer', async () => {
    const { url, fetch } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    })
    expect(await failureOf(fetch(url))).toBe('unreachable')
  })

  it('OPS-19 a resolver that hangs ends at the deadline', async () => {
    const fetch = createSafeFetch({ resolve: () => new Promise(() => {}) })
    expect(await failureOf(fetch('https://issuer.test/', { timeoutMs: 100 }))).toBe('timeout')
  })

  it('status, headers and body arrive as they were sent', async () => {
    const { url, fetch } = await serve((request, response) => {
      response.writeHead(403, { 'Content-Type': 'text/xml', 'x-encoding': String(request.headers['accept-encoding']) }).end('<no/>')
    })
    const { status, headers, body } = await fetch(url)
    expect([status, headers['content-type'], headers['x-encoding'], Buffer.from(body).toString()]).toEqual([
      403,
      'text/xml',
      'identity',
      '<no/>',
    ])
  })
})
