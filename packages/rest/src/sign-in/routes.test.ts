import { randomBytes } from 'node:crypto'
import { type AuditEvent, type MemberActor, managedRolePermissions, type NewSession, type Services, type Stores } from '@bonafide/core'
import { expect, it } from 'vitest'
import { consoleHeader, createDoor } from '../door.ts'
import { createFrame } from '../frame.ts'
import { signInRoutes } from './routes.ts'

const ours = 'https://bonafide.test'
const email = 'ada@people.test'
const authHash = randomBytes(32).toString('hex')
const memberId = '0190b3c8-0000-7000-8000-000000000001'
const organisation = { id: '0190b3c8-0000-7000-8000-000000000002', name: 'People' }
const role = {
  id: '0190b3c8-0000-7000-8000-000000000003',
  organisationId: organisation.id,
  name: 'Owner',
  description: '',
  color: '',
  key: 'owner' as const,
  permissions: managedRolePermissions.owner,
  createdAt: new Date(),
  updatedAt: new Date(),
}

/** One member, and sessions in a map by the hex of their token's hash. */
async function world({ secureCookies = true } = {}) {
  const sha256 = async (text: string) => new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  const authVerifier = await sha256(authHash)
  const sessions = new Map<string, NewSession>()
  const audit: AuditEvent[] = []
  const keyOf = (hash: Uint8Array) => Buffer.from(hash).toString('hex')
  const signIn: Partial<Stores['signIn']> = {
    findCredentials: async (address) => (address === email ? { memberId, email, fullName: 'Ada', organisation, authVerifier } : null),
    insertSession: async (session) => {
      sessions.set(keyOf(session.tokenHash), session)
      const now = new Date()
      return {
        ...session,
        createdAt: now,
        lastSeenAt: now,
        revokedAt: null,
        expiresAt: new Date(now.getTime() + session.lifetimeSeconds * 1000),
      }
    },
    actorOfSession: async (tokenHash): Promise<MemberActor | null> => {
      const session = sessions.get(keyOf(tokenHash))
      return session
        ? { kind: 'member', id: memberId, organisationId: organisation.id, name: 'Ada', role, via: { kind: 'session', id: session.id } }
        : null
    },
    revokeSessions: async (_, { id }) => {
      const [key] = [...sessions].find(([, session]) => session.id === id) ?? []
      return key && sessions.delete(key) && id ? [id] : []
    },
    revokeSessionOfToken: async (tokenHash) => void sessions.delete(keyOf(tokenHash)),
  }
  const stores = {
    signIn,
    audit: { insert: async (event: AuditEvent) => void audit.push(event) },
    transaction: (work: (all: Stores) => unknown) => work(stores as unknown as Stores),
  }
  const services = {
    stores,
    runtime: {
      now: Date.now,
      randomBytes: (length: number) => new Uint8Array(randomBytes(length)),
      fetch: () => Promise.reject(new Error('no network')),
    },
    limits: { take: async () => 0 },
    settings: { publicUrl: ours },
  } as unknown as Services
  const quiet = () => undefined
  const app = createFrame({ services, secureCookies, log: { debug: quiet, warn: quiet, error: quiet }, addressOf: () => '192.0.2.1' })
  app.route('/', signInRoutes(createDoor({ services, secureCookies })))
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(`${ours}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  return { post, sessions, audit }
}

const jsonOf = async (response: Response) => (await response.json()) as Record<string, unknown>

const cookieOf = (response: Response) => response.headers.get('set-cookie')?.split(';')[0] ?? ''

it('WEB-02 signing in answers the session and sets a cookie that only we can set and only requests carry', async () => {
  const { post } = await world()
  const response = await post('/api/auth/sign-in', { email, authHash })
  expect(response.status).toBe(200)
  const body = await jsonOf(response)
  expect(body).toMatchObject({ organisation, member: { id: memberId, email, fullName: 'Ada' }, expiresAt: expect.stringMatching(/Z$/) })
  const cookie = response.headers.get('set-cookie') ?? ''
  expect(cookie).toContain(`__Host-bonafide=${body.sessionToken};`)
  for (const attribute of ['Max-Age=604800', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(attribute)
  expect(cookie).not.toContain('Domain')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

it('without https the cookie has another name and no Secure, so that browsers keep it', async () => {
  const { post } = await world({ secureCookies: false })
  const cookie = (await post('/api/auth/sign-in', { email, authHash })).headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^bonafide=/)
  expect(cookie).not.toContain('Secure')
})

it('a refused sign-in sets no cookie and opens no session', async () => {
  const { post, sessions, audit } = await world()
  const wrong = await post('/api/auth/sign-in', { email, authHash: '0'.repeat(64) })
  const unknown = await post('/api/auth/sign-in', { email: 'eve@people.test', authHash })
  const bodies = [await jsonOf(wrong), await jsonOf(unknown)].map(({ requestId: _id, ...rest }) => rest)
  expect([wrong.status, unknown.status]).toEqual([401, 401])
  expect(bodies[0]).toEqual(bodies[1])
  expect(wrong.headers.get('set-cookie')).toBeNull()
  expect(sessions.size + audit.length).toBe(0)
})

it.each([
  ['origin', 'https://evil.test'],
  ['origin', 'null'],
  ['origin', 'https://bonafide.test.evil.test'],
  ['origin', 'https://sub.bonafide.test'],
  ['origin', 'https://bonafide.test:8443'],
  ['origin', 'http://bonafide.test'],
  ['sec-fetch-site', 'cross-site'],
  ['sec-fetch-site', 'same-site'],
])('WEB-01 a sign-in with %s %s is refused', async (name, value) => {
  const { post, sessions } = await world()
  expect((await post('/api/auth/sign-in', { email, authHash }, { [name]: value })).status).toBe(403)
  expect(sessions.size).toBe(0)
})

it('CTRL a sign-in from the console itself passes', async () => {
  const { post } = await world()
  expect((await post('/api/auth/sign-in', { email, authHash }, { origin: ours, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
})

it('a form of another site cannot even send the body: it must be JSON', async () => {
  const { post } = await world()
  expect((await post('/api/auth/sign-in', { email, authHash }, { 'content-type': 'text/plain' })).status).toBe(415)
})

it('WEB-03 signing in again gives another token and ends the session of before', async () => {
  const { post, sessions } = await world()
  const first = await post('/api/auth/sign-in', { email, authHash })
  const second = await post('/api/auth/sign-in', { email, authHash }, { cookie: cookieOf(first), origin: ours })
  expect(cookieOf(second)).not.toBe(cookieOf(first))
  expect(sessions.size).toBe(1)
  expect((await post('/api/auth/sign-out', {}, { authorization: `Bearer Session ${(await jsonOf(first)).sessionToken}` })).status).toBe(401)
})

it('a token that somebody planted before the sign-in is not taken over', async () => {
  const { post } = await world()
  const planted = 'A'.repeat(43)
  const response = await post('/api/auth/sign-in', { email, authHash }, { cookie: `__Host-bonafide=${planted}` })
  expect(cookieOf(response)).not.toContain(planted)
})

it('WEB-04 signing out ends the session and takes the cookie back', async () => {
  const { post, sessions, audit } = await world()
  const cookie = cookieOf(await post('/api/auth/sign-in', { email, authHash }))
  const headers = { cookie, origin: ours, [consoleHeader]: '1' }
  const response = await post('/api/auth/sign-out', {}, headers)
  expect(response.status).toBe(204)
  expect(response.headers.get('set-cookie')).toMatch(/^__Host-bonafide=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(sessions.size).toBe(0)
  expect(audit.map((event) => event.action)).toEqual(['session.create', 'session.revoke'])
  expect((await post('/api/auth/sign-out', {}, headers)).status).toBe(401)
})

it.each<[string, Record<string, string>]>([
  ['no origin and no header', {}],
  ['the origin of another site', { origin: 'https://evil.test', [consoleHeader]: '1' }],
  ['origin null', { origin: 'null', [consoleHeader]: '1' }],
  ['our origin without the header', { origin: ours }],
])('WEB-01 signing out by cookie with %s is refused', async (_, headers) => {
  const { post, sessions } = await world()
  const cookie = cookieOf(await post('/api/auth/sign-in', { email, authHash }))
  expect((await post('/api/auth/sign-out', {}, { cookie, ...headers })).status).toBe(403)
  expect(sessions.size).toBe(1)
})

it('D13 a script signs out with its session in the header alone', async () => {
  const { post, sessions } = await world()
  const { sessionToken } = await jsonOf(await post('/api/auth/sign-in', { email, authHash }))
  expect((await post('/api/auth/sign-out', {}, { authorization: `Bearer Session ${sessionToken}` })).status).toBe(204)
  expect(sessions.size).toBe(0)
})
