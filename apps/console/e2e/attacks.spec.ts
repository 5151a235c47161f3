import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, request as rawRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, home, test } from './console.ts'

const pages = [
  home,
  ...['apps', 'access/members', 'access/service-accounts', 'access/roles', 'access/external-identities', 'access/tokens'].map(
    (path) => `${home}/${path}`,
  ),
  ...['access/authentication', 'exchanges', 'logs', 'developers', 'settings', 'lab'].map((path) => `${home}/${path}`),
]

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** One request exactly as written: no cookie, no redirect, the path untouched. */
function ask(baseURL: string | undefined, path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  const { hostname, port } = new URL(baseURL ?? '')
  return new Promise((resolve, reject) => {
    const sent = rawRequest({ hostname, port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Something that only somebody of the organisation may read, on every page. */
const canary = `canary-${randomBytes(8).toString('hex')}`

test.describe('without a session', () => {
  test('WEB-20 no form of a page tells anything', async ({ ask: graphql, baseURL }) => {
    await graphql('mutation ($input: CreateAppInput!) { createApp(input: $input) { app { id } userErrors { message } } }', {
      input: { name: canary },
    })
    const tree = encodeURIComponent(JSON.stringify(['', { children: ['example', { children: ['__PAGE__', {}] }] }, null, null, true]))
    const forms: [suffix: string, headers: Record<string, string>][] = [
      ['', {}],
      ['.rsc', {}],
      ['?_rsc=1', { RSC: '1' }],
      ['', { RSC: '1' }],
      ['', { RSC: '1', 'Next-Router-Prefetch': '1' }],
      ['', { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' }],
      ['', { RSC: '1', 'Next-Router-State-Tree': tree }],
      ['.segments/_tree.segment.rsc', {}],
      ['', { 'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware' }],
      ['', { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' }],
      ['', { Cookie: `bonafide=${randomBytes(32).toString('base64url')}` }],
    ]
    for (const page of pages) {
      for (const [suffix, headers] of forms) {
        const { body, status } = await ask(baseURL, page + suffix, headers)
        const form = `${page}${suffix} ${JSON.stringify(headers)} ${status}`
        expect(body, form).not.toContain(canary)
        expect(body, form).not.toContain('ada@example.org')
        expect(body, form).not.toContain('"permissions"')
      }
    }
    for (const path of [`/_next/data/x${home}.json`, `/en${home}`, `/_next/data/${home}/apps.json`]) {
      expect((await ask(baseURL, path)).body, path).not.toContain(canary)
    }
  })

  test('WEB-21 other spellings of a path are judged as the path itself', async ({ baseURL }) => {
    const spellings = [
      `/${home}/settings`,
      `/%2e${home}/settings`,
      `${home}/settings%2f..`,
      '/EXAMPLE/settings',
      `${home};x/settings`,
      '/%5Borganisation%5D/settings',
      `${home}/./settings`,
      `${home}/access/../settings`,
      `${home}//settings`,
    ]
    for (const path of spellings) {
      const { body, status } = await ask(baseURL, path)
      expect([307, 308, 400, 404], `${path} ${status}`).toContain(status)
      expect(body, path).not.toContain('ada@example.org')
    }
  })
})

test('WEB-21 another organisation, and a name that is none, are not found', async ({ page }) => {
  for (const path of ['/other-organisation', '/01890000-0000-7000-8000-000000000000/settings', `${home}/nothing-here`]) {
    const answer = await page.request.get(path)
    expect(answer.status(), path).toBe(404)
  }
})

test('WEB-22 WEB-23 what is sent to Server Actions, of which there are none, is refused, and the server lives on', async ({ baseURL }) => {
  const boundary = 'x'
  const part = (name: string, value: string) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const payloads = [
    part(
      '0',
      '{"then":"$1:__proto__:then","status":"resolved_model","value":"{\\"then\\":\\"$B0\\"}","_response":{"_prefix":"process.exit(1)"}}',
    ) + part('1', '"$@0"'),
    part('0', '["$1:constructor:constructor"]') + part('1', '{}'),
    // A cycle, and something deep.
    part('0', '"$@1"') + part('1', '"$@0"'),
    part('0', `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
  ]
  for (const path of ['/', '/login', home, '/nothing-here']) {
    for (const payload of payloads) {
      const headers = { 'Next-Action': 'x', 'Content-Type': `multipart/form-data; boundary=${boundary}` }
      const { status } = await ask(baseURL, path, headers, 'POST', `${payload}--${boundary}--\r\n`)
      expect(status, `${path} ${payload.slice(0, 60)}`).toBeGreaterThanOrEqual(400)
    }
  }
  expect((await ask(baseURL, '/healthz')).status).toBe(200)
})

test('WEB-24 no Server Action was built', () => {
  const manifest = readFileSync(join(import.meta.dirname, '../.next/server/server-reference-manifest.json'), 'utf8')
  const { node, edge } = JSON.parse(manifest) as { node: object; edge: object }
  expect({ ...node, ...edge }).toEqual({})
})

test('WEB-25 no header makes the server call anybody', async ({ baseURL }) => {
  let calls = 0
  const canaryServer = createServer((_, response) => {
    calls++
    response.end()
  })
  await new Promise<void>((resolve) => {
    canaryServer.listen(0, '127.0.0.1', resolve)
  })
  const there = `127.0.0.1:${(canaryServer.address() as AddressInfo).port}`
  for (const path of ['/', '/login', home]) {
    const forged: Record<string, string>[] = [
      { Host: there },
      { 'X-Forwarded-Host': there },
      { Host: there, 'Next-Action': 'x', Origin: `http://${there}` },
      { 'X-Forwarded-Host': there, 'X-Forwarded-Proto': 'http', 'Next-Action': 'x', Origin: `http://${there}` },
      { 'X-Matched-Path': `http://${there}/` },
    ]
    for (const headers of forged) {
      for (const method of ['GET', 'POST']) {
        const { headers: answered } = await ask(baseURL, path, headers, method)
        expect(String(answered.location ?? ''), `${path} ${JSON.stringify(headers)}`).not.toContain(there)
      }
    }
  }
  canaryServer.close()
  expect(calls).toBe(0)
})

test('WEB-29 no page may be kept by a cache, however it is asked for', async ({ page }) => {
  const odd: Record<string, string>[] = [
    {},
    { RSC: '1' },
    { RSC: '1', 'Next-Router-Prefetch': '1' },
    { 'x-now-route-matches': '1=example' },
    { 'x-middleware-prefetch': '1' },
    { purpose: 'prefetch' },
  ]
  for (const path of ['/login', ...pages]) {
    for (const headers of odd) {
      const answer = await page.request.get(`${path}?__nextDataReq=1&_rsc=x`, { headers, maxRedirects: 0 })
      expect(answer.headers()['cache-control'], `${path} ${JSON.stringify(headers)} ${answer.status()}`).toContain('no-store')
    }
  }
})

test('WEB-33 no other page shows the console in a frame', async ({ page, baseURL }) => {
  const other = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(`<!doctype html><title>Elsewhere</title><iframe src="${baseURL}${home}"></iframe>`)
  })
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve)
  })
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
  const [, frame] = page.frames()
  expect(await frame?.content()).not.toContain('Bonafide')
  for (const path of ['/login', ...pages]) {
    const headers = (await page.request.get(path)).headers()
    expect(headers['x-frame-options'], path).toBe('DENY')
    expect(headers['content-security-policy'], path).toContain("frame-ancestors 'none'")
  }
  other.close()
})
