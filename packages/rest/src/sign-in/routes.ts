import { acceptInvite, type Context, endSession, readInvite, type SignedIn, setUpOwner, signIn, signOut } from '@bonafide/core'
import { Hono } from 'hono'
import { readJson } from '../body.ts'
import type { Door } from '../door.ts'
import type { Env, HonoContext } from '../env.ts'
import { forgetSession, keepSession, sessionTokenOf } from './cookie.ts'
import { refuseOtherSites } from './own-site.ts'

/** Two sealed keyrings and a password, with room. */
const maxBodyBytes = 16 * 1024

type Opening = (body: unknown, context: Context) => Promise<SignedIn>

/** Each of them opens a session and answers it, in a cookie for browsers and in the body for scripts. */
const openings: Record<string, Opening> = {
  '/api/auth/sign-in': signIn,
  '/api/auth/setup': setUpOwner,
  '/api/auth/accept-invite': acceptInvite,
}

/** Where people sign in and out. Invite codes travel in bodies: URLs end up in logs. */
export function signInRoutes(door: Door): Hono<Env> {
  const routes = new Hono<Env>()
  for (const [path, open] of Object.entries(openings)) routes.post(path, (request) => openSession(open, door, request))
  routes.post('/api/auth/invite', async (request) => request.json(await readInvite(await bodyOf(request, door), door.contextOf(request))))
  routes.post('/api/auth/sign-out', async (request) => {
    await signOut(await door.authenticated(request))
    forgetSession(request, door)
    return request.body(null, 204)
  })
  return routes
}

async function openSession(open: Opening, door: Door, request: HonoContext): Promise<Response> {
  const body = await bodyOf(request, door)
  const context = door.contextOf(request)
  const signedIn = await open(body, context)
  // WEB-03: whoever knew the session of before knows nothing of this one, and has nothing left.
  const earlier = sessionTokenOf(request, door)
  if (earlier !== null) await endSession(earlier, context)
  keepSession(request, door, signedIn.sessionToken)
  return request.json(signedIn)
}

function bodyOf(request: HonoContext, door: Door): Promise<unknown> {
  refuseOtherSites(request, door)
  return readJson(request, { maxBytes: maxBodyBytes, requireJsonType: true })
}
