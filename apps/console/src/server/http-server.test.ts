import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closeHttpServer, createHttpServer, listen } from './http-server.ts'

const inside = ['content-security-policy', 'x-middleware-subrequest', 'x-nonce', 'x-bonafide-page-path']

let server: Server
let stopping: AbortController
let arrived: string[]
let release: () => void

beforeEach(async () => {
  arrived = []
  stopping = new AbortController()
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  server = createHttpServer({
    secure: false,
    stopping: stopping.signal,
    api: async (request) => {
      arrived.push(`api ${request.method} ${new URL(request.url).pathname}`)
      if (request.url.endsWith('/held')) await held
      return new Response('api')
    },
    pages: (request: IncomingMessage, response: ServerResponse) => {
      arrived.push(
        `page ${request.url} ${JSON.stringify(inside.map((name) => request.headers[name]).find((value) => value !== undefined) ?? null)}`,
      )
      response.end('page')
    },
  })
  await listen(server, 0)
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const port = () => (server.address() as AddressInfo).port

/** What the server answers to these bytes before it ends the connection. */
const exchangeBytes = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(port(), '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })

const statusOf = async (bytes: string) => Number((await exchangeBytes(bytes)).split(' ')[1])
const end = 'Host: server\r\nConnection: close\r\n\r\n'

describe('the HTTP server', () => {
  it('gives the paths of machines to the doors and everything else to the pages', async () => {
    expect(await statusOf(`GET /service/health/ HTTP/1.1\r\n${end}`)).toBe(200)
    expect(await statusOf(`GET //service/health/ HTTP/1.1\r\n${end}`)).toBe(200)
    expect(await statusOf(`GET /login HTTP/1.1\r\n${end}`)).toBe(200)
    expect(arrived.map((line) => line.split(' ')[0])).toEqual(['api', 'api', 'page'])
  })

  it('WEB-26 an absolute target is refused before anything looks at it', async () => {
    expect(await statusOf(`GET http://169.254.169.254/latest/meta-data/ HTTP/1.1\r\nUpgrade: websocket\r\n${end}`)).toBe(400)
    expect(arrived).toEqual([])
  })

  it.each(['TRACE', 'PROPFIND'])('OPS-27 %s is refused', async (method) => {
    expect(await statusOf(`${method} /service/health/ HTTP/1.1\r\n${end}`)).toBe(405)
    expect(arrived).toEqual([])
  })

  it('OPS-28 a header of 64 kB and 2000 headers are refused', async () => {
    expect(await statusOf(`GET / HTTP/1.1\r\nx: ${'a'.repeat(64 * 1024)}\r\n${end}`)).toBe(431)
    expect(await statusOf(`GET / HTTP/1.1\r\nHost: server\r\n${'a: b\r\n'.repeat(2000)}Connection: close\r\n\r\n`)).toBe(431)
    expect(arrived).toEqual([])
  })

  it('WEB-28 two ways to tell the length are refused', async () => {
    expect(await statusOf(`POST /service/x HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n${end}0\r\n\r\n`)).toBe(400)
    expect(arrived).toEqual([])
  })

  it('WEB-16 WEB-19 headers that Next.js trusts do not come from outside', async () => {
    await exchangeBytes(
      `GET /login HTTP/1.1\r\nContent-Security-Policy: script-src 'nonce-mine'\r\nX-Middleware-Subrequest: middleware:middleware\r\n${end}`,
    )
    await exchangeBytes(`GET /a HTTP/1.1\r\nX-Nonce: mine\r\n${end}`)
    await exchangeBytes(`GET /b HTTP/1.1\r\nX-Bonafide-Page-Path: //evil.example\r\n${end}`)
    expect(arrived).toEqual(['page /login null', 'page /a null', 'page /b null'])
  })

  it('OPS-11 what is under way is finished, and nothing new is taken', async () => {
    const underWay = fetch(`http://127.0.0.1:${port()}/api/held`)
    while (arrived.length === 0) await new Promise((resolve) => setImmediate(resolve))
    stopping.abort()
    const address = `http://127.0.0.1:${port()}/api/late`
    const closed = closeHttpServer(server, 10_000)
    await expect(fetch(address)).rejects.toThrow('fetch failed')
    release()
    expect(await (await underWay).text()).toBe('api')
    await closed
  })

  it('OPS-11 what does not finish in time is cut off', async () => {
    const underWay = fetch(`http://127.0.0.1:${port()}/api/held`).catch(() => 'cut off')
    while (arrived.length === 0) await new Promise((resolve) => setImmediate(resolve))
    await closeHttpServer(server, 50)
    expect(await underWay).toBe('cut off')
    release()
  })

  it('a taken port is named with what to do about it', async () => {
    const second = createHttpServer({ api: async () => new Response(), pages: () => undefined, secure: false, stopping: stopping.signal })
    await expect(listen(second, port())).rejects.toThrow(`Port ${port()} is in use. Stop the program that uses it, or set PORT.`)
  })
})
