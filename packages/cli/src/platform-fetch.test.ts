import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selfSigned } from '@bonafide/stand-ins'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttp } from './http.ts'
import { createPlatformFetch } from './platform-fetch.ts'
import { bundleCommand, type CommandUnderTest } from './testing/command.ts'
import { startWireServer, tokenDocument, type WireServer } from './testing/wire-server.ts'

const jwt = ['{"alg":"RS256"}', '{"iss":"https://github.house","sub":"job-7"}', 'sig']
  .map((part) => Buffer.from(part).toString('base64url'))
  .join('.')

/** A platform of the house, whose certificate only its own authority vouches for. */
let platform: Server
let url: string
let folder: string
let caFile: string
let command: CommandUnderTest
let server: WireServer
let heard: string[]

beforeAll(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = selfSigned('localhost', privateKey, publicKey, [-1, 1])
  heard = []
  platform = createServer({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert }, (request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      heard.push(`${request.method} ${request.url} ${body}`)
      if (request.url === '/elsewhere') response.writeHead(302, { location: 'https://example.org/' }).end()
      else if (request.url === '/nothing') response.writeHead(204).end()
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ value: jwt }))
    })
  })
  await new Promise<void>((resolve) => platform.listen(0, 'localhost', resolve))
  const address = platform.address()
  url = `https://localhost:${typeof address === 'object' && address ? address.port : 0}`
  folder = await mkdtemp(join(tmpdir(), 'bonafide-ca-'))
  caFile = join(folder, 'ca.pem')
  await writeFile(caFile, cert)
  command = await bundleCommand()
  server = await startWireServer()
})
afterAll(async () => {
  platform.closeAllConnections()
  platform.close()
  await Promise.all([server.close(), command.remove(), rm(folder, { recursive: true })])
})

describe('--ca-file', () => {
  test('is trusted where a platform is asked for its token, and without it nothing is sent', async () => {
    const account = '0192c5a1-7a3b-7000-8000-000000000001'
    server.addApp('web')
    server.exchanges('/api/v1/auth/oidc', async () => Response.json(tokenDocument(server.issue())))
    const environment = {
      BONAFIDE_HOST: server.url,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/idtoken?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-runner',
    }
    const words = ['auth', '--mode', 'github', '--service-account-id', account, '--no-store']
    const refused = await command.run(words, { env: environment })
    expect([refused.code, heard]).toEqual([4, []])
    const accepted = await command.run([...words, '--ca-file', caFile], { env: environment })
    expect([accepted.code, accepted.stderr, heard.length]).toEqual([0, '', 1])
  })

  test('sends what it is given, and follows no redirect', async () => {
    const fetch = createPlatformFetch(caFile)
    const answer = await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }) })
    expect([answer.status, await answer.json()]).toEqual([200, { value: jwt }])
    expect(heard.at(-1)).toBe('POST /token grant_type=client_credentials')
    expect((await fetch(`${url}/nothing`)).status).toBe(204)
    await expect(fetch(`${url}/elsewhere`)).rejects.toThrow('redirect')
    await expect(fetch(`${url}/token`, { signal: AbortSignal.abort() })).rejects.toThrow()
  })

  test('is trusted for the server as well, and nobody else is', async () => {
    const http = createHttp({ timeoutMs: 5000, caFile })
    expect((await http({ method: 'GET', url: `${url}/token` })).status).toBe(200)
    await expect(createHttp({ timeoutMs: 5000 })({ method: 'GET', url: `${url}/token` })).rejects.toMatchObject({
      details: { code: 'unreachable' },
    })
  })
})
