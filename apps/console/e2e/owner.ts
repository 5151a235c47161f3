import { randomBytes } from 'node:crypto'
import { authHash, deviceKey, newMemberKeyring, sealKeyring, sealRecovery } from '@bonafide/crypto'

/** The owner of the server under test: made by the first-run spec, or here where it did not run. */
export const ownerCredentials = { email: 'ada@example.org', password: process.env.E2E_OWNER_PASSWORD ?? '' }

export const organisationName = 'Example'

interface Session {
  sessionToken: string
}

/** Signs in as the owner; on a server without one she is set up first, as a browser would. */
export async function ownerSession(baseURL: string): Promise<Session> {
  const { email, password } = ownerCredentials
  const hash = await authHash(password, email)
  const signedIn = await post(`${baseURL}/api/auth/sign-in`, { email, authHash: hash })
  if (signedIn) return signedIn
  const random = (length: number) => new Uint8Array(randomBytes(length))
  const key = await deviceKey(password, email)
  const { keyring, recoveryCode } = newMemberKeyring(random)
  const made = await post(`${baseURL}/api/auth/setup`, {
    code: process.env.E2E_SETUP_CODE,
    email,
    fullName: 'Ada',
    organisationName,
    authHash: hash,
    identityKey: keyring.publicKey,
    wrappedKeyring: sealKeyring(keyring, key, random),
    wrappedRecovery: sealRecovery(recoveryCode, key, random),
  })
  if (!made) throw new Error('The owner could be neither signed in nor set up.')
  return made
}

async function post(url: string, body: unknown): Promise<Session | null> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return answer.ok ? ((await answer.json()) as Session) : null
}
